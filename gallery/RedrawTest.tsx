/**
 * @file Measures what one redraw costs at 10,000 steps × 24 λ: the version is raised sixty times while the
 * charts and the diagram are on screen, and the time to the next painted frame is taken each time.
 */
import { useEffect, useState } from 'react';
import { charts } from './chart-exhibits.tsx';
import { makeState } from './fixed-data.ts';

const state = makeState('running', { epochs: 100, stepsPerEpoch: 100, pairs: 3 }, 5, 9000);
const ROUNDS = 60;

export function RedrawTest() {
  const [version, setVersion] = useState(1);
  const [words, setWords] = useState('measuring');
  useEffect(() => {
    let gone = false;
    const times: number[] = [];
    const round = () => {
      if (gone) return;
      if (times.length === ROUNDS) {
        times.sort((a, b) => a - b);
        setWords(
          `median ${times[ROUNDS / 2]?.toFixed(1)} ms, largest ${times.at(-1)?.toFixed(1)} ms of ${ROUNDS} redraws at 9,000 of 10,000 steps × 24 λ`,
        );
        return;
      }
      const run = state.series[5];
      if (run) run.steps = 9000 + times.length;
      const start = performance.now();
      setVersion((v) => v + 1);
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
          times.push(performance.now() - start);
          setTimeout(round, 20);
        };
        channel.port2.postMessage(null);
      });
    };
    const timer = setTimeout(round, 500);
    return () => {
      gone = true;
      clearTimeout(timer);
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
