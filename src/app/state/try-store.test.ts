/** @file Try: an answer is never shown under the name of another file. */
import { expect, test, vi } from 'vitest';
import { imageForm, parsedSample } from '../../../test/parsed-sample.ts';
import { predictFile, tryStore } from './try-store.ts';

const form = imageForm(2, 2);
let isReadable = true;
vi.mock('../../worker/parse-client.ts', () => ({
  importFiles: (_request: unknown, handlers: { onSamples: (samples: unknown[]) => void }) => {
    if (isReadable) handlers.onSamples([parsedSample('new/one.png', form)]);
    return Promise.resolve();
  },
}));
vi.mock('./engine-store.ts', () => ({
  onEngineDeath: () => {},
  callEngine: () => Promise.resolve({ baseline: [0.9, 0.1], merged: [0.8, 0.2] }),
}));

test('a new file takes sample and answer of the one before away at once, also when it cannot be read', async () => {
  await predictFile(new File(['a'], 'one.png'));
  expect(tryStore.getState()).toMatchObject({ phase: 'ready', name: 'one.png', prediction: { baseline: [0.9, 0.1] } });
  isReadable = false;
  const reading = predictFile(new File(['b'], 'two.png'));
  expect(tryStore.getState()).toMatchObject({ phase: 'reading', name: 'two.png', sample: null, file: null, prediction: null });
  await reading;
  expect(tryStore.getState()).toMatchObject({ phase: 'failed', name: 'two.png', sample: null, prediction: null });
});
