/** @file The lab refuses what it does not understand, and says everything at once. */
import { expect, test } from 'vitest';
import { readExperiment } from './experiment-file.ts';

const read = (file: Record<string, unknown>) => {
  const answer = readExperiment(file);
  if ('problems' in answer) throw new Error(answer.problems.join('; '));
  return answer.experiment;
};
const problems = (file: Record<string, unknown>) => {
  const answer = readExperiment(file);
  return 'problems' in answer ? answer.problems : [];
};

test('the example of the documentation is taken as it is', () => {
  const { config, seeds, arms, backend } = read({
    data: 'photos',
    modality: 'image',
    target: 'nano-image',
    auxiliary: 'nano-audio',
    arms: ['baseline', 'pathway'],
    seeds: [3, 8],
    epochs: 3,
    batchSize: 32,
    limitPerClass: 50,
    backend: 'wasm',
  });
  expect(config).toMatchObject({ data: 'own', epochs: 3, limitPerClass: 50, seed: 3, pairedSeeds: 2, target: 'nano-image' });
  expect({ seeds, arms, backend }).toEqual({ seeds: [3, 8], arms: ['baseline', 'pathway'], backend: 'wasm' });
});

test('without seeds, they follow from seed and pairedSeeds', () => {
  expect(read({ seed: 5, pairedSeeds: 3 }).seeds).toEqual([5, 6, 7]);
});

test('arms follow the auxiliary where they are not given', () => {
  expect(read({}).arms).toEqual(['baseline', 'pathway']);
  expect(read({ auxiliary: 'none' }).arms).toEqual(['baseline']);
});

test('everything wrong is named at once', () => {
  const found = problems({ epoch: 3, batchSize: 1e9, learningRate: 'fast', seeds: [1, 1], arms: ['both'], backend: 'cuda' });
  expect(found).toHaveLength(6);
  for (const word of ['“epoch”', 'batchSize', '1024', 'learningRate', 'twice', 'both', 'cuda']) expect(found.join()).toContain(word);
});

test.each([
  [[], /at least one/],
  ['0,1', /list/],
  [[0.5], /whole number/],
  [[-1], /between 0/],
  [['1'], /must be a number/],
  [Array.from({ length: 21 }, (_, i) => i), /too many: .* between 1 and 20/],
])('seeds %j are refused', (seeds, why) => {
  expect(problems({ seeds })[0]).toMatch(why);
});

test('a pathway without an auxiliary is refused', () => {
  expect(problems({ auxiliary: 'none', arms: ['baseline', 'pathway'] })[0]).toMatch(/auxiliary is none/);
});

test('names of Object are not settings', () => {
  expect(problems(JSON.parse('{"__proto__": 1, "toString": 2}'))).toHaveLength(2);
});
