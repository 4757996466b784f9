import { readFileSync } from 'node:fs';
import { test } from 'vitest';
import { microEncoder } from '../../../test/micro-experiment.ts';
import { startNodeBackend } from '../../../test/node-backend.ts';
import { defaultConfig } from '../../config/fields.ts';
import type { Dataset } from '../data/dataset.ts';
import { memoryRecords } from '../data/records.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { PLAIN_SHAPE } from '../m2pt/plain-shape.ts';
import { runExperiment } from './experiment.ts';

const NANO = { embedDim: 128, depth: 6, numHeads: 4, mlpRatio: 4, layerNormEps: 1e-6, qkvBias: true, ...PLAIN_SHAPE } as const;
const POINT: EncoderConfig = {
  ...NANO,
  name: 'nano-point',
  modality: 'point',
  positions: 'mlp',
  tokenizer: { kind: 'points', groups: 64, neighbours: 32, norm: 'layer', widths: [32, 64, 64] },
  normalization: { mean: [0, 0, 0], std: [1, 1, 1] },
};
const VIDEO: EncoderConfig = {
  ...NANO,
  name: 'nano-video',
  modality: 'video',
  positions: 'sinusoid',
  tokenizer: { kind: 'tubelet', frames: 8, inputSize: [64, 64], tubeletSize: [2, 16, 16], inChannels: 3 },
  normalization: { mean: [0.45, 0.45, 0.45], std: [0.25, 0.25, 0.25] },
};
test('nano', async () => {
  await startNodeBackend('wasm');
  const which = process.env.WHICH ?? 'points';
  const u8 = (f: string) => new Uint8Array(readFileSync(f));
  const labels = new Uint16Array(u8(`/tmp/engdata/${which}.u16`).buffer);
  const classNames: string[] = JSON.parse(readFileSync(`/tmp/engdata/${which}.json`, 'utf8'));
  const form =
    which === 'points'
      ? ({ modality: 'point', points: 1024 } as const)
      : ({ modality: 'video', frames: 8, size: [64, 64] as const } as const);
  const file = which === 'points' ? 'points.f32' : `${which}.u8`;
  const raw = u8(`/tmp/engdata/${file}`);
  const dataset: Dataset = { name: which, classNames, labels, form, records: memoryRecords(form, raw.slice()) };
  const cfg = which === 'points' ? POINT : VIDEO;
  const encoder = { ...cfg, ...JSON.parse(process.env.ENC ?? '{}') };
  const config = { ...defaultConfig(form.modality), ...JSON.parse(process.env.SET ?? '{}') };
  const target = { ...microEncoder(1, { ...encoder }), params: {} };
  const t0 = performance.now();
  for await (const e of runExperiment(
    { config, dataset, target, auxiliary: null, seeds: [0], arms: ['baseline'] },
    () => {},
    () => false,
  )) {
    if (e.type === 'experimentStarted') console.log('split', JSON.stringify(e.split), 'steps', e.stepsPerRun);
    if (e.type === 'epochFinished')
      console.log(
        'epoch',
        e.epoch,
        'val',
        e.validationAccuracy.toFixed(3),
        e.validationLoss.toFixed(3),
        ((performance.now() - t0) / 1000).toFixed(0) + 's',
      );
    if (e.type === 'runFinished')
      console.log('TEST', e.result.testAccuracy, 'stepMs', e.result.stepMsMedian, 'loss', e.result.trainLoss.at(-1));
  }
}, 1200000);
