/**
 * @file Settings that the goldens do not hold, against timm itself: one channel, an MLP ratio that timm cuts down, pictures that
 * patches do not divide, wrappers, separate q, k, v, a tag behind the architecture. Skipped where timm is not installed.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startNodeBackend } from '../../../test/node-backend.ts';
import { relative } from '../../../test/relative.ts';
import { bufferSource } from '../checkpoint/byte-source.ts';
import { loadEncoder } from '../checkpoint/load-encoder.ts';
import { readSafetensors } from '../checkpoint/safetensors.ts';
import { predictInput } from './predict-input.ts';

const ROOT = join(import.meta.dirname, '../../..');
const env = { ...process.env, OMP_NUM_THREADS: '1' };
const IMPORTS = 'import reference.torchvision_ops, torch, timm, safetensors.torch, json, os, sys';
const withTimm = spawnSync('python3', ['-c', IMPORTS], { cwd: ROOT, env }).status === 0;

const CASES: [name: string, args: Record<string, unknown>, change: string][] = [
  ['plain', {}, ''],
  ['one-channel', { in_chans: 1, img_size: 32 }, ''],
  ['cut-ratio', { mlp_ratio: 2.6666666 }, ''],
  ['uneven', { img_size: 29 }, ''],
  ['uneven-oblong', { img_size: [29, 38], global_pool: 'avg' }, ''],
  ['wrapped', {}, 'timm_model.'],
  ['backbone', {}, 'backbone.'],
  ['separate', {}, 'separate'],
  ['tagged', {}, 'tag'],
];

const MAKE = `
${IMPORTS}
torch.set_num_threads(1)
torch.manual_seed(3)
folder = sys.argv[1]
for name, args, change in json.load(sys.stdin):
    args = {'img_size': 24, 'patch_size': 8, 'embed_dim': 24, 'depth': 2, 'num_heads': 3, **args}
    model = timm.create_model('vit_tiny_patch16_224', num_classes=5, **args).eval()
    for tensor in model.parameters():
        torch.nn.init.normal_(tensor, std=0.3)
    size = args['img_size'] if isinstance(args['img_size'], list) else [args['img_size']] * 2
    x = torch.randn(2, args.get('in_chans', 3), *size)
    with torch.no_grad():
        logits = model(x)
    state = model.state_dict()
    if change == 'separate':
        for key in [key for key in state if '.qkv.' in key]:
            for part, piece in zip('qkv', state.pop(key).chunk(3)):
                state[key.replace('qkv', part)] = piece
    elif change.endswith('.'):
        state = {change + key: value for key, value in state.items()}
    at = os.path.join(folder, name)
    os.makedirs(at)
    safetensors.torch.save_file({key: value.contiguous().clone() for key, value in state.items()}, at + '/model.safetensors')
    safetensors.torch.save_file({'input': x, 'logits': logits}, at + '/golden.safetensors')
    config = {'architecture': 'vit_tiny_patch16_224' + ('.augreg_in21k' if change == 'tag' else ''), 'num_classes': 5, 'model_args': args}
    json.dump(config, open(at + '/config.json', 'w'))
`;

describe.skipIf(!withTimm)('timm', () => {
  let folder = '';
  beforeAll(async () => {
    await startNodeBackend('cpu');
    folder = mkdtempSync(join(tmpdir(), 'm2pt-timm-'));
    execFileSync('python3', ['-c', MAKE, folder], { cwd: ROOT, env, input: JSON.stringify(CASES) });
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(CASES)('%s has its logits', async (name) => {
    const read = (file: string) => new Uint8Array(readFileSync(join(folder, name, file))).buffer;
    const configText = new TextDecoder().decode(read('config.json'));
    const model = await loadEncoder({ folder: name, configText, weights: bufferSource(read('model.safetensors'), 'model.safetensors') });
    const { input, logits } = readSafetensors(read('golden.safetensors'), 'golden').tensors;
    const { shape, data } = await predictInput(model, { shape: [...input!.shape], data: input!.data });
    expect(shape).toEqual([2, 5]);
    expect(relative(data, logits!.data)).toBeLessThan(1e-4);
  });
});
