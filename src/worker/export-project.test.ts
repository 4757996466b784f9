/**
 * @file The exported project, as far as Node can see: what is in it, that making it does not disturb the run, that a reader
 * which we did not write gets the same pictures back, and that nothing leaks. What PyTorch does with it is tested by
 * reference/test_project.py, which runs this file with M2PT_PROJECTS set to a folder that is to receive the projects.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { microEncoder, microIngredients } from '../../test/micro-experiment.ts';
import { startNodeBackend } from '../../test/node-backend.ts';
import { projectCases, type Written, writeCase } from '../../test/project-cases.ts';
import { batchIndices, epochOrder } from '../core/data/batches.ts';
import { createRng } from '../core/tensor/rng.ts';
import * as tf from '../core/tensor/tf.ts';
import { exportProject } from './export-project.ts';
import { createTrainedModels } from './trained-models.ts';

const kept = process.env.M2PT_PROJECTS;
const root = kept ?? mkdtempSync(join(tmpdir(), 'm2pt-projects-'));

beforeAll(() => startNodeBackend('cpu'));
afterAll(() => {
  if (!kept) rmSync(root, { recursive: true });
});

const written = new Map<string, Written>();

test.each(projectCases())('$name: the project is written and the run goes on as if nothing had happened', async (one) => {
  const folder = join(root, one.name);
  mkdirSync(folder, { recursive: true });
  const got = await writeCase(one, folder);
  written.set(one.name, got);
  writeFileSync(
    join(folder, 'expected.json'),
    JSON.stringify({ project: got.project, at: one.at, arm: one.arm, losses: got.losses, random: randomNumbers() }),
  );
  if (one.at !== null) expect(got.losses).toHaveLength(one.at + 10);
  const run = JSON.parse(readFileSync(join(got.project, 'configs/run.json'), 'utf8'));
  expect(run).toMatchObject({ arm: one.arm, seed: one.parts?.seeds?.[0] ?? 0, step: one.at ?? got.losses.length });
  if (one.name === 'pathway') expect((await writeCase(one, null)).losses).toEqual(got.losses); // bit for bit
});

test('a PNG read by zlib holds the very bytes of its record', () => {
  const { project } = written.get('pathway')!;
  const { dataset } = microIngredients();
  const folder = join(project, 'data/test');
  const [header, ...rows] = readFileSync(join(folder, 'metadata.csv'), 'utf8').trim().split('\n');
  expect(header).toBe('file_name,label,index');
  for (const row of rows) {
    const [name, label, index] = row.split(',') as [string, string, string];
    expect(dataset.labels[Number(index)]).toBe(Number(label));
    const png = readFileSync(join(folder, name));
    const idat = png.indexOf('IDAT') + 4;
    const lines = inflateSync(png.subarray(idat, idat + png.readUInt32BE(idat - 8)));
    const pixels = Buffer.concat(Array.from({ length: 16 }, (_, y) => lines.subarray(y * 49 + 1, (y + 1) * 49)));
    expect(pixels.equals(Buffer.from(dataset.records.read(Number(index)) as Uint8Array))).toBe(true);
  }
});

test('folders are plain letters in class order, whatever the classes are called', () => {
  expect(readdirSync(join(written.get('pathway')!.project, 'data/train')).sort()).toEqual(['00-red-left', '01-elan', '02', 'metadata.csv']);
});

test('without a run there is nothing to export; a network that timm lacks is named', async () => {
  await expect(exportProject(createTrainedModels())).rejects.toMatchObject({ code: 'no-pair' });
  const target = microEncoder(1);
  const overlapping = { ...target.config, tokenizer: { ...target.config.tokenizer, stride: [4, 4] as const } } as typeof target.config;
  const models = {
    ...createTrainedModels(),
    continuation: () => ({
      ingredients: microIngredients({}, { target: { ...target, config: overlapping } }),
      seed: 0,
      arm: 'baseline' as const,
      start: {},
      params: {},
      optimizer: { step: 0, moments: new Map() },
    }),
  };
  await expect(exportProject(models)).rejects.toMatchObject({ code: 'export-unsupported', message: expect.stringContaining('overlap') });
});

test('nothing leaks: after the pair is freed no tensor is left', async () => {
  for (const { trained } of written.values()) trained.startOver({ ...microIngredients().dataset });
  const before = tf.memory().numTensors;
  const { trained } = await writeCase(projectCases().at(-1)!, join(root, 'again'));
  expect(tf.memory().numTensors).toBeGreaterThan(before);
  trained.startOver({ ...microIngredients().dataset });
  expect(tf.memory().numTensors).toBe(before);
});

/** Numbers that Python must draw too. */
function randomNumbers() {
  const [uniform, integers, head] = [createRng(-3, 'flip-2'), createRng(2 ** 40 + 5, 'x'), createRng(7, 'init-head')];
  const order = epochOrder(
    Uint32Array.from({ length: 51 }, (_, i) => i),
    2,
    4,
  );
  return {
    uniform: Array.from({ length: 5 }, () => uniform.next()),
    integers: [1, 2, 3, 10, 2 ** 31, 2 ** 32].map((n) => integers.integer(n)),
    normal: Array.from({ length: 200 }, () => head.normal()),
    state: head.state(),
    batches: batchIndices(order, 8).map((batch) => [...batch]),
  };
}
