/** @file The decoder's time limit: a picture beyond it is named as slow, and the same one is read with more time. */
import { expect, it } from 'vitest';
import { createPictureDecoder } from './decode-picture.ts';
import { LIMITS } from './limits.ts';

it('gives a large picture up in time, and reads it with more time', async () => {
  const canvas = new OffscreenCanvas(4000, 4000);
  canvas.getContext('2d')!.fillRect(0, 0, 4000, 2000);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
  const { decode } = createPictureDecoder([8, 8]);
  await expect(decode(bytes, 'a/large.png', 1)).rejects.toMatchObject({ code: 'picture-slow' });
  expect(await decode(bytes, 'a/large.png', LIMITS.decodeAloneMs)).toMatchObject({ width: 4000, height: 4000 });
});
