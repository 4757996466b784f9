/** @file Opened model folders: two of one name stay two models, and their names can stand in a link. */
import { expect, test, vi } from 'vitest';
import { defaultConfig } from '../../config/fields.ts';
import { encodeConfig } from '../../config/url-codec.ts';
import type { ModelCard } from '../../core/m2pt/encoder-config.ts';
import type { EngineClient } from '../../worker/client.ts';
import { setEngineFactory } from './engine-store.ts';
import { addHubCards, dropHubCard, modelsStore, readModelFolder, sourceOf } from './models-store.ts';

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

test('a weights file alone is a model, a pickle goes to the engine, which says how to convert it, anything else is refused', async () => {
  const picked = (leaf: string, content: BlobPart) => Object.assign(new File([content], leaf), { webkitRelativePath: '' }) as File;
  const alone = await readModelFolder([picked('vit.safetensors', new Uint8Array([7]))]);
  expect(sourceOf(alone.id)).toMatchObject({ kind: 'own', name: 'vit', configText: null, weightsName: 'vit.safetensors' });
  const pickle = await readModelFolder([picked('mae.pth', new Uint8Array([8])), picked('config.json', '{}')]);
  expect(sourceOf(pickle.id)).toMatchObject({ name: 'mae', configText: '{}', weightsName: 'mae.pth' });
  await expect(readModelFolder([picked('a.txt', 'a'), picked('b.txt', 'b')])).rejects.toMatchObject({
    code: 'model-files-missing',
  });
});

test('a folder brings its model card, and files at its top win', async () => {
  const at = (path: string, content: string) =>
    Object.assign(new File([content], path.split('/').at(-1)!), { webkitRelativePath: path }) as File;
  const files = [
    at('vit/old/model.safetensors', 'deep'),
    at('vit/old/config.json', '{"deep":1}'),
    at('vit/model.safetensors', 'top'),
    at('vit/config.json', '{}'),
    at('vit/README.md', '---\nlicense: mit\n---'),
    at('vit/preprocessor_config.json', '{"image_mean":[0.5]}'),
  ];
  const source = sourceOf((await readModelFolder(files)).id);
  expect(source).toMatchObject({ configText: '{}', readme: '---\nlicense: mit\n---', preprocessorText: '{"image_mean":[0.5]}' });
  expect(source.kind === 'own' && (await source.weights.text())).toBe('top');
});

test('a Hub model is a source only when its card is there; before, the hint says what to do', () => {
  const id = 'hf:timm/vit@main';
  expect(() => sourceOf(id)).toThrow('is not on this computer yet');
  addHubCards([{ id, config: { name: 'vit' } } as ModelCard]);
  expect(sourceOf(id)).toEqual({ kind: 'hub', repo: 'timm/vit', revision: 'main' });
  dropHubCard(id);
  expect(() => sourceOf(id)).toThrow('is not on this computer yet');
});
