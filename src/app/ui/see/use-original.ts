/** @file The original behind a sample, read when the viewer shows it and given up when it shows another. */
import { useEffect, useState } from 'react';
import { type Problem, toProblem } from '../../../core/errors.ts';
import type { Original } from '../../../worker/original-client.ts';
import type { SeenSample } from './seen-sample.ts';

export interface OriginalState {
  original: Original | null;
  /** Why there is none. */
  problem: Problem | null;
  isReading: boolean;
}

/** @param sample the same one as long as the component lives */
export function useOriginal({ original: read }: SeenSample): OriginalState {
  const [state, setState] = useState<OriginalState>({ original: null, problem: null, isReading: read !== null });
  useEffect(() => {
    if (!read) return;
    const control = new AbortController();
    read(control.signal).then(
      (original) => !control.signal.aborted && setState({ original, problem: null, isReading: false }),
      (thrown: unknown) => !control.signal.aborted && setState({ original: null, problem: toProblem(thrown), isReading: false }),
    );
    return () => control.abort();
  }, [read]);
  return state;
}

/** Address of a file for `img` and `video`; null until it is there. It is taken back with the component. */
export function useObjectUrl(blob: Blob | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!blob) return;
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => {
      URL.revokeObjectURL(made);
      setUrl(null);
    };
  }, [blob]);
  return url;
}
