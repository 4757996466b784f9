/** @file `npm run lab -- predict | inspect | export` from outside, on published naming at micro size. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { readSafetensors } from '../src/core/checkpoint/safetensors.ts';
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

test('what cannot be used is said in one line', () => {
  const at = (name: string) => test.info().outputPath(name);
  writeFileSync(at('model.pth'), new Uint8Array([0x80, 2, 0x7d, 0x71, 0, 0x2e, 0, 0, 0]));
  writeFileSync(at('input.npy'), 'not numpy');
  for (const [args, words] of [
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
});
