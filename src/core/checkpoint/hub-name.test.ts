/** @file Names of Hub models: what people paste is understood, what cannot be a name is refused, ids go round. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hubId, hubNameOf, parseHubName } from './hub-name.ts';

const VIT = 'timm/vit_tiny_patch16_224.augreg_in21k_ft_in1k';

test.each([
  [VIT, VIT, 'main'],
  [` ${VIT} `, VIT, 'main'],
  [`${VIT}@v1.0`, VIT, 'v1.0'],
  [`hf:${VIT}@abc`, VIT, 'abc'],
  [`https://huggingface.co/${VIT}`, VIT, 'main'],
  [`https://huggingface.co/${VIT}/`, VIT, 'main'],
  [`https://huggingface.co/${VIT}/tree/main`, VIT, 'main'],
  [`https://huggingface.co/${VIT}/blob/refs%2Fpr%2F1/config.json`, VIT, 'refs/pr/1'],
  [`https://huggingface.co/${VIT}/resolve/0123abc/model.safetensors?download=true`, VIT, '0123abc'],
  ['huggingface.co/facebook/vit-mae-base', 'facebook/vit-mae-base', 'main'],
  ['hf.co/MIT/ast-finetuned-audioset-10-10-0.4593#files', 'MIT/ast-finetuned-audioset-10-10-0.4593', 'main'],
])('%s', (text, repo, revision) => {
  expect(parseHubName(text)).toEqual({ repo, revision });
});

test('a revision of its own wins', () => {
  expect(parseHubName(`${VIT}@old`, 'new')).toEqual({ repo: VIT, revision: 'new' });
});

describe('refused with a reason', () => {
  test.each([
    ['', 'missing'],
    ['vit', 'owner/name'],
    ['a/b/c', 'owner/name'],
    ['../etc', 'cannot be a name'],
    ['a/..', 'cannot be a name'],
    ['a/b c', 'cannot be a name'],
    ['a/-b', 'cannot be a name'],
    ['a/b--c', 'cannot be a name'],
    [`a/${'b'.repeat(97)}`, 'it has 99 letters, at most 96 are allowed'],
    ['a/b@../x', 'revision'],
    ['a/b@x y', 'revision'],
    ['a/<script>', 'cannot be a name'],
    ['https://evil.example/a/b', 'evil.example'],
    ['https://huggingface.co.evil.example/a/b', 'evil.example'],
    ['javascript://huggingface.co/a/b', 'huggingface.co'],
    ['https://huggingface.co/datasets/a/b', 'not the page of a model'],
    ['https://huggingface.co/spaces/a/b', 'not the page of a model'],
  ])('%s', (text, words) => {
    expect(() => parseHubName(text)).toThrow(words);
  });
});

test('ids go round, and nothing else is an id', () => {
  const part = fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9_]{0,20}[A-Za-z0-9])?$/);
  fc.assert(
    fc.property(part, part, part, (owner, name, revision) => {
      const hub = { repo: `${owner}/${name}`, revision };
      expect(hubNameOf(hubId(hub))).toEqual(hub);
      expect(parseHubName(hubId(hub))).toEqual(hub);
    }),
  );
  for (const id of ['nano-image', 'own:a/b@c', 'hf:a/b', 'hf:a@b', 'hf:a/b@', 'hf:a/b@../c', 'hf://a/b@c'])
    expect(hubNameOf(id)).toBeNull();
});

test('any text is a name or a refusal, never another error', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (text) => {
      try {
        expect(hubNameOf(hubId(parseHubName(text)))).not.toBeNull();
      } catch (thrown) {
        expect(thrown).toMatchObject({ code: 'hub-name' });
      }
    }),
    { numRuns: 1000 },
  );
});
