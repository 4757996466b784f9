import { test } from 'vitest';
import { pointPixels, THREE_QUARTER } from '/work/main/src/app/ui/see/point-pixels.ts';
import { spectrogramPixels } from '/work/main/src/app/ui/see/spectrogram-pixels.ts';
const G = new Uint8Array(768);
test('b', () => {
  const cloud = Float32Array.from({ length: 3072 }, (_, at) => Math.sin(at * at) * 0.57);
  for (let r = 0; r < 3; r++) { const t = performance.now(); for (let i = 0; i < 50; i++) pointPixels(cloud, THREE_QUARTER, 96, G); console.log('points', (performance.now() - t) / 50); }
  const v = Float32Array.from({ length: 4096 }, (_, at) => Math.sin(at));
  for (let r = 0; r < 3; r++) { const t = performance.now(); for (let i = 0; i < 50; i++) spectrogramPixels(v, { modality: 'audio', size: [64, 64], frontEnd: 'nano' }, [64, 64], G); console.log('spec', (performance.now() - t) / 50); }
});
