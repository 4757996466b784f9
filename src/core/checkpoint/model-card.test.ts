/**
 * @file Licence and data of a checkpoint: from config.json, else from the first lines of the model card.
 */
import { describe, expect, test } from 'vitest';
import { inspect, shapesOf } from '../../../test/fixtures/safetensors/header-only.ts';
import { VIT_TINY } from '../../../test/vit-tiny.ts';
import { frontMatter } from './model-card.ts';

describe('licence and data', () => {
  const readme =
    '---\nlicense: "cc-by-nc-4.0" # see below\ntags:\n- vision\ndatasets:\n- imagenet-1k\n- \'imagenet-21k\'\n---\n# Title\nlicense: mit\n';

  test('come from the model card where the config says nothing', async () => {
    expect((await inspect({ architecture: 'vit_tiny_patch16_224' }, shapesOf(VIT_TINY, 3), readme)).license).toBe('cc-by-nc-4.0');
    expect((await inspect({ architecture: 'vit_tiny_patch16_224' }, shapesOf(VIT_TINY, 3))).license).toBe('not stated');
    expect((await inspect({ architecture: 'vit_tiny_patch16_224', license: 'mit' }, shapesOf(VIT_TINY, 3), readme)).license).toBe('mit');
  });

  test('only the first lines are read, and only known keys', () => {
    expect([...frontMatter(readme)]).toEqual([
      ['license', ['cc-by-nc-4.0']],
      ['datasets', ['imagenet-1k', 'imagenet-21k']],
    ]);
    expect(frontMatter('# Title\n---\nlicense: mit\n---').size).toBe(0);
    expect(frontMatter('---\ndatasets: [a, "b"]\n__proto__: x\n---').get('datasets')).toEqual(['a', 'b']);
    expect(frontMatter('---\nlicense: mit').size).toBe(0);
  });
});
