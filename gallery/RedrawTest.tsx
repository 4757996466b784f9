/**
 * @file Measures what one redraw costs at 10,000 steps × 24 λ: the version is raised sixty times while the
 * charts are on screen. `script` is React plus drawing on the main thread; `frame` lasts until the next frame
 * was painted.
 */
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { charts } from './chart-exhibits.tsx';
import { makeState } from './fixed-data.ts';

const state = makeState('running', { epochs: 100, stepsPerEpoch: 100, pairs: 3 }, 5, 9000);
const ROUNDS = 60;

/** Resolves after the next frame was painted. */
function painted(): Promise<void> {
  return new Promise((resolve) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve();
      channel.port2.postMessage(null);
    }),
  );
}

function summary(name: string, times: number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  return `${name} median ${sorted[sorted.length >> 1]?.toFixed(1)} ms, largest ${sorted.at(-1)?.toFixed(1)} ms`;
}

export function RedrawTest() {
  const [version, setVersion] = useState(1);
  const [words, setWords] = useState('measuring');
  useEffect(() => {
    let gone = false;
    const measure = async () => {
      const script: number[] = [];
      const frame: number[] = [];
      await new Promise((resolve) => setTimeout(resolve, 500));
      for (let round = 0; round < ROUNDS && !gone; round++) {
        const run = state.series[5];
        if (run) run.steps = 9000 + round;
        const start = performance.now();
        flushSync(() => setVersion((v) => v + 1));
        await Promise.resolve();
        script.push(performance.now() - start);
        await painted();
        frame.push(performance.now() - start);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      if (!gone) setWords(`${summary('script', script)}; ${summary('frame', frame)}; ${ROUNDS} redraws at 9,000 of 10,000 steps × 24 λ`);
    };
    void measure();
    return () => {
      gone = true;
    };
  }, []);
  return (
    <>
      <p id="redraw" className="help">
        {words}
      </p>
      {charts({ ...state, version })}
    </>
  );
}
