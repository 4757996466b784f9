/** @file A target for another picture size keeps everything but its positions, and trains. */
import { expect, test } from 'vitest';
import { MICRO, microEncoder } from '../../../test/micro-experiment.ts';
import { atPictureSize } from '../m2pt/plain-shape.ts';
import { resamplePositions } from './resample-positions.ts';
import { resizeEncoder } from './resize-encoder.ts';

test('positions follow the picture size, the rest is shared', () => {
  const own = microEncoder(1); // 16 pixels in patches of 8
  const large = resizeEncoder(own, 32);
  expect(large.config.tokenizer).toMatchObject({ inputSize: [32, 32], patchSize: [8, 8] });
  expect(large.params.pos_embed).toEqual(resamplePositions(own.params.pos_embed!, [2, 2], [4, 4], 0));
  expect(large.params['blocks.0.attn.qkv.weight']).toBe(own.params['blocks.0.attn.qkv.weight']);
  expect(own.params.pos_embed!.shape).toEqual([1, 4, MICRO.embedDim]);
  expect(resizeEncoder(own, 0)).toBe(own);
  expect(resizeEncoder(own, 16).params.pos_embed).toBe(own.params.pos_embed);
});

test('a model from scratch has no positions to resample', () => {
  expect(resizeEncoder({ ...microEncoder(1), params: {} }, 24).config.tokenizer).toMatchObject({ inputSize: [24, 24] });
});

test('a size that patches do not divide is refused with one that they do', () => {
  expect(() => atPictureSize(MICRO, 30)).toThrowError(
    expect.objectContaining({ code: 'picture-size', message: expect.stringContaining('8×8'), hint: expect.stringContaining('Choose 32') }),
  );
});
