/** @file `npm run lab` from outside: a folder of pictures with awkward names in, the documented result out. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { LabResult } from '../src/lab/result-file.ts';
import { badEntries, tileEntries } from './pictures.ts';

const models = join(import.meta.dirname, '../test/fixtures/models');

/** Writes an experiment beside its data and runs it. */
function lab(folder: string, experiment: object) {
  const path = join(folder, 'experiment.json');
  writeFileSync(path, JSON.stringify(experiment));
  const out = join(folder, 'result.json');
  return { ...start(folder, 'run', path, '--out', out), result: () => JSON.parse(readFileSync(out, 'utf8')) as LabResult };
}

function start(folder: string, ...args: string[]) {
  const program = join(import.meta.dirname, '../scripts/lab.mjs');
  // Playwright asks for colours; together with NO_COLOR, Node would warn about that on standard error.
  const { FORCE_COLOR: _, NO_COLOR: __, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', cwd: folder, env });
  return { status, stdout, stderr };
}

function writeData(folder: string, entries: Readonly<Record<string, Uint8Array>>): void {
  for (const [name, bytes] of Object.entries(entries)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
}

test('a folder becomes a result with both arms and a merge', async () => {
  const folder = test.info().outputPath('with space');
  writeData(folder, { ...tileEntries(12), ...badEntries() });
  const { status, stderr, result } = lab(folder, {
    data: 'tiles',
    modality: 'image',
    target: join(models, 'micro-image'),
    auxiliary: join(models, 'micro-audio'),
    seeds: [0, 1],
    epochs: 2,
    batchSize: 8,
    backend: 'cpu',
  });
  expect(status, stderr).toBe(0);
  expect(stderr).toMatch(/run 4\/4 {2}pathway {2}seed 1 {2}step \d+\/\d+ {2}loss \d/);
  const { backend, arms, merge, data, config } = result();
  expect(backend).toMatchObject({ name: 'cpu', adapter: '', software: false });
  expect(arms.map((arm) => [arm.name, arm.runs.length])).toEqual([
    ['baseline', 2],
    ['pathway', 2],
  ]);
  expect(Object.keys(arms[1]?.runs[0]?.lambda ?? {})).toContain('blocks.0.attn.qkv');
  expect(arms[0]?.testAccuracy.ci95).toHaveLength(2);
  expect(merge?.relativeLogitDifference).toBeLessThanOrEqual(1e-5);
  expect(merge?.parameters.merged).toBe(merge?.parameters.baseline);
  expect(merge?.bytes.merged).toBe(merge?.bytes.baseline);
  expect(data.classes).toHaveLength(3);
  expect(data.rejected.map(({ file }) => file).join()).toContain('cut short.png');
  expect(config.seeds).toEqual([0, 1]);

  const exported = start(folder, 'export', join(folder, 'result.json'), '--to', join(folder, 'project'));
  expect(exported.status, exported.stderr).toBe(0);
  const project = join(folder, 'project');
  expect(readdirSync(project)).toEqual(
    expect.arrayContaining(['README.md', 'train.py', 'm2pt.py', 'weights', 'data', 'golden', 'configs']),
  );
  const run = JSON.parse(readFileSync(join(project, 'configs/run.json'), 'utf8'));
  expect(JSON.stringify(run)).toContain('"seed":1');
  const check = spawnSync('python3', ['check_export.py'], { cwd: project, encoding: 'utf8' }); // needs the standard library only
  if (!check.error) expect([check.status, check.stdout]).toEqual([0, expect.stringContaining('as it was written')]);
  expect(start(folder, 'export', join(folder, 'result.json'), '--to', join(folder, 'project')).stderr).toMatch(/not an empty folder/);
});

test('the shipped models learn the textures sample and merge without a difference', () => {
  const folder = test.info().outputPath('textures');
  mkdirSync(folder, { recursive: true });
  const { status, stderr, result } = lab(folder, {
    data: join(import.meta.dirname, '../public/samples/textures.zip'),
    limitPerClass: 20,
    epochs: 2,
    batchSize: 16,
    seeds: [0],
    backend: 'wasm',
  });
  expect(status, stderr).toBe(0);
  const { backend, arms, merge, data } = result();
  expect(backend.name).toBe('wasm');
  const chance = 1 / data.classes.length;
  for (const arm of arms) expect(arm.testAccuracy.mean, arm.name).toBeGreaterThan(chance);
  expect(merge?.relativeLogitDifference).toBeLessThanOrEqual(1e-5);
  expect(merge?.parameters.merged).toBe(merge?.parameters.baseline);
  expect(merge?.bytes.merged).toBe(merge?.bytes.baseline);
});

for (const [modality, sample] of [
  ['audio', 'calls'],
  ['point', 'things'],
  ['video', 'motions'],
] as const)
  test(`the lab takes ${modality} targets with an auxiliary of another modality`, () => {
    const folder = test.info().outputPath(modality);
    mkdirSync(folder, { recursive: true });
    const { status, stderr, result } = lab(folder, {
      data: join(import.meta.dirname, `../public/samples/${sample}.zip`),
      modality,
      limitPerClass: 4,
      epochs: 1,
      batchSize: 8,
      seeds: [0],
      backend: 'wasm',
    });
    expect(status, stderr).toBe(0);
    const { arms, merge, data, config } = result();
    expect(config.modality).toBe(modality);
    expect(data.rejected).toEqual([]);
    expect(arms.map((arm) => arm.runs.length)).toEqual([1, 1]);
    for (const loss of arms.flatMap((arm) => arm.runs.flatMap((run) => run.trainLoss))) expect(Number.isFinite(loss)).toBe(true);
    expect(merge?.relativeLogitDifference).toBeLessThanOrEqual(1e-5);
  });

test('sounds for a target that takes pictures are named as what they are', () => {
  const folder = test.info().outputPath('sounds');
  mkdirSync(folder, { recursive: true });
  const { status, stderr } = lab(folder, { data: join(import.meta.dirname, '../public/samples/calls.zip'), backend: 'cpu' });
  expect(status).toBe(1);
  expect(stderr).toMatch(/These are \d+ sounds, and the target takes pictures\. Choose a target for sounds/);
});

test('what cannot be used is refused in one line before anything is built', async () => {
  const folder = test.info().outputPath('bad');
  mkdirSync(folder, { recursive: true });
  const { status, stdout, stderr } = lab(folder, { data: 'nowhere', target: 'x', epoch: 3, batchSize: 1e9, backend: 'cuda' });
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr.trim().split('\n')).toHaveLength(1);
  for (const word of ['nowhere', 'target', 'epoch', 'batchSize', '1024', 'cuda']) expect(stderr).toContain(word);
});
