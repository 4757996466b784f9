/** @file Measured speeds: when steps count, which of them answer, and what survives in the browser's storage. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { addStepTimes, keepSpeeds, placeOf, readKept, speedFor, speedStore } from './measured-speed.ts';

let place = '';
let count = 0;

beforeEach(() => {
  speedStore.setState({ speeds: {} });
  place = placeOf({ name: 'webgpu', adapter: `card ${count++}` });
});
afterEach(() => vi.unstubAllGlobals());

const here = () => speedStore.getState().speeds[place];

test('short steps count from the fifth on and the first, which compiles kernels, not at all', () => {
  addStepTimes(place, 1e9, [1900]);
  expect(here()).toBeUndefined();
  addStepTimes(place, 1e9, [100, 100, 100, 100]);
  expect(here()).toBeUndefined();
  addStepTimes(place, 1e9, [100]);
  expect(here()).toEqual([{ step: 1e9, rate: 1e10 }]);
});

test('a step of more than two seconds says something at once', () => {
  addStepTimes(place, 1e11, [50_000]);
  expect(here()).toEqual([{ step: 1e11, rate: 2e9 }]);
  addStepTimes(place, 1e11, [25_000]);
  expect(here()).toEqual([{ step: 1e11, rate: 4e9 }]);
  addStepTimes(place, 1e11, [75_000]);
  expect(here()).toEqual([{ step: 1e11, rate: 2e9 }]);
});

test('the nearest size answers, and says whether it is the same', () => {
  addStepTimes(place, 1e11, [50_000]);
  addStepTimes(place, 1e9, [100, 100, 100, 100, 100]);
  expect(speedFor(here(), 1.1e11)).toEqual({ rate: 2e9, exact: true });
  expect(speedFor(here(), 1e9)).toEqual({ rate: 1e10, exact: true });
  expect(speedFor(here(), 3e9)).toEqual({ rate: 1e10, exact: false });
  expect(speedFor(undefined, 1e9)).toBeNull();
  expect(speedFor([], 1e9)).toBeNull();
});

test('storage that is denied or holds something else costs nothing', () => {
  vi.stubGlobal('localStorage', {
    getItem: () => {
      throw new DOMException('denied', 'SecurityError');
    },
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  });
  expect(readKept()).toEqual({});
  expect(keepSpeeds).not.toThrow();
  const texts = ['null', '[1]', 'x', '{"wasm":5}', '{"wasm":[{"step":1},{"step":"2","rate":3},null,{"step":-1,"rate":1}]}'];
  for (const text of texts) {
    vi.stubGlobal('localStorage', { getItem: () => text });
    expect(Object.values(readKept()).flat()).toEqual([]);
  }
});

test('what was measured comes back', () => {
  let kept = '';
  vi.stubGlobal('localStorage', { getItem: () => kept, setItem: (_: string, text: string) => (kept = text) });
  addStepTimes(place, 1e11, [50_000]);
  keepSpeeds();
  expect(readKept()).toEqual(speedStore.getState().speeds);
});
