/**
 * @file Any target learns a toy task of its modality from a data set of its form, Point-MAE's batch norms included.
 */
import { beforeAll, expect, test } from 'vitest';
import { MICRO_BATCH_NORM, MICRO_ENCODERS, runToy, toyIngredients } from '../../../test/micro-modalities.ts';
import { startNodeBackend } from '../../../test/node-backend.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { disposePair } from './experiment.ts';

beforeAll(() => startNodeBackend('wasm'));

const LEARNED: EncoderConfig = { ...MICRO_ENCODERS.video, name: 'clips with learned positions', positions: 'learned' };

test.each([...Object.values(MICRO_ENCODERS), LEARNED, MICRO_BATCH_NORM].map((config) => [config.name, config] as const))(
  '%s',
  async (_, config) => {
    const changes = { epochs: 8, batchSize: 8, learningRate: 5e-3 };
    const { results, models } = await runToy(toyIngredients(config, null, 40, changes));
    expect(results[0]!.testAccuracy).toBeGreaterThan(0.8); // chance is 0.33
    disposePair(models.pair);
  },
);
