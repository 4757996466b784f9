/** @file What the command line of the benchmark takes, and what it answers to what it does not know. */
import { expect, test } from 'vitest';
import { readOptions } from './options.mjs';

function suitesOf(...args: string[]) {
  const options = readOptions(args);
  if (options.help) throw new Error('help was not asked for');
  return options.suites;
}

test('unasked, slow suites stay out', () => {
  const names = suitesOf().map(({ name }) => name);
  expect(names).toContain('nano-step-software');
  expect(names).toContain('nano-step-null');
  expect(names).not.toContain('vit-tiny-step-software');
  expect(suitesOf('--suite', 'vit-tiny-step-software').map(({ name }) => name)).toEqual(['vit-tiny-step-software']);
});

test('batch, rounds and device change what runs', () => {
  expect(suitesOf('--suite', 'nano-step-wasm', '--batch', '16', '--rounds', '3')).toMatchObject([{ batch: 16, rounds: 3, model: 'nano' }]);
  expect(suitesOf('--device', 'null').map(({ place }) => place)).toEqual(['null']);
  expect(suitesOf('--quick', '--rounds', '4')).toMatchObject([
    { model: 'micro', rounds: 4 },
    { model: 'micro', rounds: 4, pairs: 2 },
  ]);
});

test.each([
  [['--fast'], /--fast.*knows --json, --suite/],
  [['nano'], /knows --json/],
  [['--suite', 'nano'], /no suite “nano”.*nano-step-wasm/],
  [['--device', 'cuda'], /null, software, gpu/],
  [['--rounds', '0'], /whole number from 1/],
  [['--batch', 'many'], /whole number from 1/],
  [['--suite', 'nano-step-wasm', '--device', 'gpu'], /nothing to run/],
])('%j is refused in a sentence', (args, sentence) => {
  expect(() => readOptions(args)).toThrow(sentence);
});
