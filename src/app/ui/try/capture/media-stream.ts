/**
 * @file Camera and microphone for a dialog: asked for when it opens, let go when it closes.
 */
import { useEffect, useState } from 'react';

export type Device = 'camera' | 'microphone';

export interface StreamState {
  /** Null until the reader has allowed it. */
  stream: MediaStream | null;
  /** Why there is none, in a sentence; '' while there is no refusal. */
  refusal: string;
}

/** @param wanted must stay the same object */
export function useMediaStream(wanted: MediaStreamConstraints, device: Device): StreamState {
  const [state, setState] = useState<StreamState>({ stream: null, refusal: '' });
  useEffect(() => {
    let opened: MediaStream | undefined;
    let closed = false;
    const open = async () => {
      try {
        if (!navigator.mediaDevices) throw new DOMException('', 'SecurityError');
        opened = await navigator.mediaDevices.getUserMedia(wanted);
        if (closed) stop(opened);
        else setState({ stream: opened, refusal: '' });
      } catch (thrown) {
        if (!closed) setState({ stream: null, refusal: refusalWords(thrown, device) });
      }
    };
    void open();
    return () => {
      closed = true;
      stop(opened);
    };
  }, [wanted, device]);
  return state;
}

function stop(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** From what getUserMedia throws. */
function refusalWords(thrown: unknown, device: Device): string {
  const name = thrown instanceof DOMException ? thrown.name : '';
  if (name === 'NotAllowedError') return `The browser was not allowed to use the ${device}. Allow it beside the address, or choose a file.`;
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return `No ${device} was found. Connect one, or choose a file.`;
  if (name === 'NotReadableError') return `The ${device} is in use by another program. Close it there, or choose a file.`;
  if (name === 'SecurityError') return `Browsers give the ${device} to pages at https:// or localhost only. Choose a file.`;
  return `The ${device} cannot be used on this page. Choose a file.`;
}
