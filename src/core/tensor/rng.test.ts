import { describe, expect, it } from 'vitest';
import { createRng } from './rng.ts';

const draw = (seed: number, stream: string, count: number) => {
  const rng = createRng(seed, stream);
  return Array.from({ length: count }, () => rng.next());
};

describe('createRng', () => {
  it('repeats for the same seed and stream and differs for others', () => {
    expect(draw(3, 'order', 50)).toEqual(draw(3, 'order', 50));
    expect(draw(3, 'order', 5)).not.toEqual(draw(4, 'order', 5));
    expect(draw(3, 'order', 5)).not.toEqual(draw(3, 'init', 5));
    expect(draw(0, 'order', 5)).not.toEqual(draw(2 ** 32, 'order', 5));
  });

  it('gives the numbers that it gave when it was written', () => {
    const rng = createRng(7, 'split');
    expect([rng.integer(1000), rng.integer(1000), rng.integer(1000)]).toMatchInlineSnapshot(`
      [
        185,
        226,
        583,
      ]
    `);
    expect([rng.normal(), rng.normal()]).toMatchInlineSnapshot(`
      [
        0.127801342090974,
        1.1634895855300487,
      ]
    `);
  });

  it('is uniform and normal enough', () => {
    const n = 20_000;
    const rng = createRng(1, 'test');
    const uniform = Array.from({ length: n }, () => rng.next());
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...uniform)).toBeLessThan(1);
    expect(uniform.reduce((a, b) => a + b) / n).toBeCloseTo(0.5, 1);
    const normal = Array.from({ length: n }, () => rng.normal());
    const mean = normal.reduce((a, b) => a + b) / n;
    const variance = normal.reduce((a, b) => a + (b - mean) ** 2, 0) / n;
    const fourth = normal.reduce((a, b) => a + (b - mean) ** 4, 0) / n;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.04);
    expect(Math.abs(fourth - 3)).toBeLessThan(0.25);
  });

  it('has independent streams for neighbouring seeds', () => {
    const n = 4000;
    for (const [a, b] of [
      [draw(0, 'init', n), draw(1, 'init', n)],
      [draw(0, 'init', n), draw(0, 'order', n)],
    ] as const) {
      const correlation = a.reduce((sum, x, i) => sum + (x - 0.5) * (b[i]! - 0.5), 0) / n / (1 / 12);
      expect(Math.abs(correlation)).toBeLessThan(0.06);
    }
  });

  it('shuffles without loss and continues from a saved state', () => {
    const rng = createRng(5, 'order');
    const shuffled = rng.shuffle(Uint32Array.from({ length: 100 }, (_, i) => i));
    expect([...shuffled].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    const state = JSON.parse(JSON.stringify(rng.state()));
    const ahead = [rng.next(), rng.normal(), rng.integer(9)];
    const other = createRng(99, 'else');
    other.restore(state);
    expect([other.next(), other.normal(), other.integer(9)]).toEqual(ahead);
  });

  it('refuses seeds, ranges and states that make no sense', () => {
    expect(() => createRng(0.5, 'x')).toThrow(RangeError);
    expect(() => createRng(1, 'x').integer(0)).toThrow(RangeError);
    expect(() => createRng(1, 'x').restore([0, 0, 0, 0])).toThrow(RangeError);
  });
});
