/** @file Opened model folders: two of one name stay two models, and their names can stand in a link. */
import { expect, test, vi } from 'vitest';
import { defaultConfig } from '../../config/fields.ts';
import { encodeConfig } from '../../config/url-codec.ts';
import type { EngineClient } from '../../worker/client.ts';
import { setEngineFactory } from './engine-store.ts';
import { modelsStore, readModelFolder, sourceOf } from './models-store.ts';

setEngineFactory(() => {
  const nothing = () => () => {};
  const call = vi.fn().mockResolvedValue({ config: { name: 'model' } });
  return { call, subscribe: nothing, onMemory: nothing, onDeath: nothing, dispose() {} } as unknown as EngineClient;
});

function folder(name: string, weight: number, config = '{}'): File[] {
  const file = (leaf: string, content: BlobPart) =>
    Object.assign(new File([content], leaf), { webkitRelativePath: `${name}/${leaf}` }) as File;
  return [file('config.json', config), file('model.safetensors', new Uint8Array([weight]))];
}

test('folders of one name are different models unless their files are the same', async () => {
  const ids = [];
  for (const files of [folder('model', 1), folder('model', 2), folder('model', 1), folder('model', 2, '{"a":1}'), folder('model', 2)])
    ids.push((await readModelFolder(files)).id);
  expect(ids).toEqual(['own:model', 'own:model-2', 'own:model', 'own:model-3', 'own:model-2']);
  expect(modelsStore.getState().cards).toHaveLength(3);
  const weightOf = async (id: string) => {
    const source = sourceOf(id);
    return source.kind === 'own' && [source.name, new Uint8Array(await source.weights.arrayBuffer())[0]];
  };
  expect([await weightOf('own:model'), await weightOf('own:model-2')]).toEqual([
    ['model', 1],
    ['model-2', 2],
  ]);
});

test('a long name is never cut through a character, and half a character is replaced', async () => {
  for (const name of [`${'m'.repeat(59)}😀 and more`, 'half \ud83d']) {
    const { id } = await readModelFolder(folder(name, 3));
    expect(() => encodeConfig({ ...defaultConfig(), target: id })).not.toThrow();
  }
});
