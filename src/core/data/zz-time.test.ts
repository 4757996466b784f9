import { it } from 'vitest';
import { listDrop } from './list-drop.ts';
it('time', async () => {
  const f = new Blob(['x']);
  const files = Array.from({ length: 21 * 37 }, (_, i) => ({ path: `20bn/${34000 + (i % 21)}/${String((i / 21) | 0).padStart(5, '0')}.jpg`, file: f }));
  const rows = Array.from({ length: 118562 }, (_, i) => `${(i * 7) % 148092};Doing ${i % 27}\n`).join('');
  for (const modality of ['image', 'video'] as const) {
    const t = performance.now();
    const l = await listDrop([...files, { path: '20bn/train.csv', file: new Blob([rows]) }], { modality, onRejected: (p) => console.log(p.message) });
    console.log(modality, performance.now() - t, l.candidates.length, l.notices.map((n) => n.code));
  }
}, 100000);
