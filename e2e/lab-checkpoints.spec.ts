/** @file `npm run lab -- predict | inspect | export` from outside, on published naming at micro size. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { readSafetensors, writeSafetensors } from '../src/core/checkpoint/safetensors.ts';
import { readNpy, writeNpy } from '../src/core/data/formats/npy.ts';
import { relative } from '../test/relative.ts';

const published = join(import.meta.dirname, '../test/fixtures/published');

function lab(...args: string[]) {
  const { FORCE_COLOR: _, NO_COLOR: __, ...env } = process.env;
  const program = join(import.meta.dirname, '../scripts/lab.mjs');
  return spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', cwd: test.info().outputPath('.'), env });
}

test.beforeEach(() => mkdirSync(test.info().outputPath('.'), { recursive: true }));

for (const [name, backend] of [
  ['hf-ast', 'wasm'],
  ['hf-videomae', 'cpu'],
  ['point-mae', 'wasm'],
] as const) {
  test(`predict gives PyTorch's logits: ${name} on ${backend}`, () => {
    const folder = join(published, name);
    const golden = readSafetensors(new Uint8Array(readFileSync(join(folder, 'golden.safetensors'))).buffer, name).tensors;
    const input = test.info().outputPath('input.npy');
    const out = test.info().outputPath('logits.npy');
    writeFileSync(input, new Uint8Array(writeNpy({ shape: [...golden.input!.shape], data: golden.input!.data })));
    const { status, stderr } = lab('predict', '--model', folder, '--input', input, '--out', out, '--backend', backend);
    expect(status, stderr).toBe(0);
    const logits = readNpy(new Uint8Array(readFileSync(out)).buffer, 'logits.npy');
    expect(logits.shape).toEqual([...golden.logits!.shape]);
    expect(relative(logits.data, golden.logits!.data)).toBeLessThan(1e-4);
  });
}

test('inspect names the family, the shape and what fits, for every published naming', () => {
  const names = readdirSync(published, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  expect(names.length).toBeGreaterThan(8);
  for (const name of names) {
    const { status, stdout, stderr } = lab('inspect', join(published, name), '--json');
    expect(status, `${name}: ${stderr}`).toBe(0);
    const report = JSON.parse(stdout);
    expect([name, report.problems, report.config?.depth]).toEqual([name, [], 2]);
    expect(report.fits.map((fit: { id: string }) => fit.id)).toContain('nano-image');
  }
  const { stdout } = lab('inspect', 'nano-audio');
  expect(stdout).toContain('pairs with  nano-image: yes');
});

test('a file without a head gives features and says that they are none of its logits; half a head is refused', () => {
  const folder = join(published, 'timm-vit-avg');
  const { tensors } = readSafetensors(new Uint8Array(readFileSync(join(folder, 'model.safetensors'))).buffer, 'm');
  const golden = readSafetensors(new Uint8Array(readFileSync(join(folder, 'golden.safetensors'))).buffer, 'g').tensors;
  const at = (name: string) => test.info().outputPath(name);
  writeFileSync(at('input.npy'), new Uint8Array(writeNpy({ shape: [...golden.input!.shape], data: golden.input!.data })));
  const predict = (name: string, dropped: RegExp) => {
    mkdirSync(at(name));
    const kept = Object.fromEntries(Object.entries(tensors).filter(([key]) => !dropped.test(key)));
    writeFileSync(join(at(name), 'model.safetensors'), new Uint8Array(writeSafetensors(kept)));
    writeFileSync(join(at(name), 'config.json'), readFileSync(join(folder, 'config.json')));
    return lab('predict', '--model', at(name), '--input', at('input.npy'), '--out', at(`${name}.npy`), '--backend', 'cpu');
  };
  const headless = predict('headless', /^head\./);
  expect(headless.status, headless.stderr).toBe(0);
  expect(headless.stderr).toMatch(/no head, so these are not logits but its pooled features, \[\d+, 16\]/);
  expect(headless.stderr).toMatch(/features: \[\d+, 16\]/);
  const half = predict('half', /^head\.bias$/);
  expect(half.status).toBe(1);
  expect(half.stderr.trim().split('\n').at(-1)).toMatch(/head .* cannot be used: “head\.bias” is missing/);
  expect(existsSync(at('half.npy'))).toBe(false);
});

test('preprocessor_config.json beside the weights is read', () => {
  const at = test.info().outputPath('hf-vit');
  cpSync(join(published, 'hf-vit'), at, { recursive: true });
  const notes = () => JSON.parse(lab('inspect', at, '--json').stdout).notes.join();
  expect(notes()).toMatch(/No file states how inputs were normalised/);
  writeFileSync(join(at, 'preprocessor_config.json'), JSON.stringify({ image_mean: [0.1, 0.2, 0.3], image_std: [0.4, 0.5, 0.6] }));
  expect(notes()).not.toMatch(/normalised/);
  expect(lab('inspect', at).stdout).toMatch(/pooling/);
});

test('what cannot be used is said in one line', () => {
  const at = (name: string) => test.info().outputPath(name);
  writeFileSync(at('model.pth'), new Uint8Array([0x80, 2, 0x7d, 0x71, 0, 0x2e, 0, 0, 0]));
  writeFileSync(at('input.npy'), 'not numpy');
  mkdirSync(at('parts'));
  for (const part of ['00001', '00002']) writeFileSync(join(at('parts'), `model-${part}-of-00002.safetensors`), 'x');
  writeFileSync(join(at('parts'), 'model.safetensors.index.json'), '{"weight_map":{}}');
  for (const [args, words] of [
    [['inspect', at('parts')], /holds a model in 2 parts \(model\.safetensors\.index\.json\).*Join them.*load_file/],
    [['predict', '--model', at('parts'), '--input', at('input.npy'), '--out', at('o.npy')], /holds a model in 2 parts/],
    [['predict', '--model', 'nano-image'], /--input and --out is missing|--input/],
    [['predict', '--model', at('model.pth'), '--input', at('input.npy'), '--out', at('o.npy')], /not a \.npy file|pickle/],
    [['inspect', at('model.pth')], /pickle.*weights_only=True/],
    [['inspect', 'nowhere'], /“nowhere” was not found/],
    [['export', at('input.npy'), '--to', at('x')], /lab run writes it beside its result/],
    [['train'], /The lab knows run, predict, inspect, export/],
  ] as const) {
    const { status, stderr } = lab(...args);
    expect([args[0], status]).toEqual([args[0], 1]);
    expect(stderr.trim().split('\n').at(-1)).toMatch(words);
  }
  expect(existsSync(at('o.npy'))).toBe(false);
  const [command] = /python3 -c .*$/m.exec(lab('inspect', at('parts')).stderr) ?? [];
  expect(command).toContain('glob.glob');
  expect(readFileSync(join(import.meta.dirname, '../docs/models.md'), 'utf8')).toContain(command!);
});
