/**
 * @file Share links: every configuration survives the round trip, and no fragment whatsoever throws or gets past the table.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultConfig, FIELD_KEYS, FIELDS } from './fields.ts';
import { PRESETS, presetOf } from './presets.ts';
import type { RunConfig } from './run-config.ts';
import { decodeConfig, encodeConfig, MAX_FRAGMENT } from './url-codec.ts';
import { checkValue, sameConfig, validateConfig } from './validate.ts';

const anyConfig: fc.Arbitrary<RunConfig> = fc.record(
  Object.fromEntries(
    FIELD_KEYS.map((key) => {
      const field = FIELDS[key];
      switch (field.kind) {
        case 'integer':
          return [key, fc.integer({ min: field.min, max: field.max })];
        case 'number':
          return [key, fc.double({ min: field.min, max: field.max, noNaN: true }).map((x) => x + 0)];
        case 'choice':
          return [key, fc.constantFrom(...field.options.map((option) => option.value))];
        case 'switch':
          return [key, fc.boolean()];
        case 'flags':
          return [key, fc.subarray([...field.options], { minLength: 1 })];
        default:
          return [key, fc.string({ maxLength: 60, unit: 'grapheme' })];
      }
    }),
  ),
) as unknown as fc.Arbitrary<RunConfig>;

describe('the round trip', () => {
  test('restores every configuration without a word', () => {
    fc.assert(
      fc.property(anyConfig, (config) => {
        const { config: restored, problems } = decodeConfig(`#${encodeConfig(config)}`);
        expect(problems).toEqual([]);
        expect(sameConfig(restored, config)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
  test('defaults need only the version, and URL keys are unique', () => {
    expect(encodeConfig(defaultConfig())).toBe('v=1');
    expect(new Set(FIELD_KEYS.map((key) => FIELDS[key].urlKey)).size).toBe(FIELD_KEYS.length);
  });
  test('links of version 1 open for ever', () => {
    const { config, problems } = decodeConfig('#v=1&data=sample:textures&aux=none&epochs=20&layers=qkv,fc2&split=1&order=reversed&lf=1');
    expect(problems).toEqual([]);
    expect(config).toMatchObject({
      data: 'sample:textures',
      auxiliary: 'none',
      epochs: 20,
      layers: ['qkv', 'fc2'],
      splitQkv: true,
      depthOrder: 'reversed',
      lambdaLearningRateFactor: 1,
    });
  });
});

describe('a hostile fragment', () => {
  test('never throws and always leaves values inside the table', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 300, unit: 'binary' }),
          fc.string({ maxLength: 200 }).map((s) => `v=1&epochs=${s}&lr=${s}`),
        ),
        (fragment) => {
          const { config } = decodeConfig(fragment);
          for (const key of FIELD_KEYS) expect(checkValue(FIELDS[key], config[key])).toHaveProperty('value');
        },
      ),
      { numRuns: 2000 },
    );
  });
  test.each([
    ['out of range', 'v=1&epochs=1000000000', 'Epochs must be between 1 and 1000'],
    ['not a number', 'v=1&lr=NaN', 'Learning rate must be a number'],
    ['infinite', 'v=1&lr=1e999', 'Learning rate must be a number'],
    ['a fraction', 'v=1&epochs=1.5', 'whole number'],
    ['unknown key', 'v=1&hack=1', 'unknown setting “hack”'],
    ['prototype key', 'v=1&__proto__=1', 'unknown setting'],
    ['twice', 'v=1&epochs=3&epochs=4', 'twice'],
    ['another version', 'v=9&epochs=3', 'version “9”'],
    ['broken escape', 'v=1&data=%E0%A4%A', 'not readable text'],
    ['a bad choice', 'v=1&mode=explode', 'must be one of tune, fix'],
    ['an empty list', 'v=1&layers=', 'needs at least one'],
    ['too long', `v=1&data=${'a'.repeat(MAX_FRAGMENT)}`, 'at most 8192 are read'],
    ['markup', 'v=1&epochs=<script>alert(1)</script>', 'must be a number'],
  ])('%s is named', (_, fragment, words) => {
    expect(decodeConfig(fragment).problems.join(' ')).toContain(words);
  });
});

test('validation names every problem at once and keeps what is right', () => {
  const { config, problems } = validateConfig({ epochs: 3, batchSize: -1, nonsense: true, layers: ['qkv', 'x'] });
  expect(config.epochs).toBe(3);
  expect(problems).toHaveLength(3);
});

test('presets know themselves, and a change of theirs is no preset', () => {
  for (const preset of PRESETS) expect(presetOf({ ...defaultConfig(), ...preset.values })?.id).toBe(preset.id);
  expect(presetOf({ ...defaultConfig(), lambdaInit: 0.5 })).toBeUndefined();
});
