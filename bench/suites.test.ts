/** @file How a suite runs and reports, on engines made up here: who is interleaved with whom, what failing and absent rows do, and the JSON's names. */
import { expect, test } from 'vitest';
import type { Suite } from './options.mjs';
import { linesOf, reportOf } from './report.mjs';
import { runSuite } from './suites.mjs';

const SUITE: Suite = { name: 'nano-step-wasm', model: 'nano', kind: 'step', batch: 2, place: 'wasm', rounds: 4 };
const MS: Record<string, number> = { speed0: 20, speed1: 10, 'speed1-m2pt': 11, 'speed1-merged': 10, stock: 40, jaxjs: 15 };

function fakeHost(changes: { fail?: string; silent?: boolean; loss?: (row: string, run: number) => number } = {}) {
  const order: string[] = [];
  const runs: Record<string, number> = {};
  const rows: Record<string, object[]> = {
    ours: [{ name: 'speed0' }, { name: 'speed1' }, { name: 'speed2', absent: 'no arena' }],
    stock: [{ name: 'stock' }],
    jaxjs: [{ name: 'jaxjs' }],
  };
  return {
    order,
    host: {
      name: 'Nowhere',
      adapter: '',
      absent: '',
      async call(engine: string, method: string, ...args: unknown[]) {
        const row = String(args[0]);
        if (method === 'start' && changes.fail === engine && !changes.silent) throw new Error('it has no such backend');
        if (method === 'start') return { rows: rows[engine] };
        if (method !== 'run') return undefined;
        runs[row] = (runs[row] ?? 0) + 1;
        order.push(row);
        if (changes.fail === row && runs[row] === 4) throw new Error(changes.silent ? '' : 'device lost');
        return { ms: MS[row]! * runs[row]!, cpuMs: 1, dispatches: 7, value: [changes.loss?.(row, runs[row]!) ?? 1 / runs[row]!] };
      },
    },
  };
}

test('rounds hold every row once and turn; ratios are ours at its best speed against each', async () => {
  const { host, order } = fakeHost();
  const entry = await runSuite(host, SUITE, () => {});
  const rounds = order.slice(10); // two unmeasured runs of five rows before
  expect(rounds.slice(0, 5)).toEqual(['speed0', 'speed1', 'speed1-m2pt', 'stock', 'jaxjs']);
  expect(rounds.slice(5, 10)).toEqual(rounds.slice(0, 5).reverse());
  expect(entry.ours).toMatchObject({ speed1: { times: [30, 40, 50, 60] }, speed2: { absent: 'no arena' } });
  expect(entry.ratios.stockToOurs[0]).toBeCloseTo(4, 12);
  expect(entry.ratios.jaxjsToOurs[0]).toBeCloseTo(1.5, 12);
  expect(entry.m2ptToBaseline[0]).toBeCloseTo(1.1, 12);
  expect(entry.agreement).toMatchObject({ with: 'stock', agree: true });
});

test('a library that cannot start or breaks off is reported with its error, and the others go on', async () => {
  const absent = await runSuite(fakeHost({ fail: 'jaxjs' }).host, SUITE, () => {});
  expect(absent.jaxjs).toEqual({ error: 'it has no such backend' });
  expect(absent.ratios).not.toHaveProperty('jaxjsToOurs');
  const broken = await runSuite(fakeHost({ fail: 'stock' }).host, SUITE, () => {});
  expect(broken.stock).toEqual({ error: 'it has no such backend' });
  expect(broken.agreement.with).toBe('speed0');
  const silent = await runSuite(fakeHost({ fail: 'jaxjs', silent: true }).host, SUITE, () => {});
  expect(silent.jaxjs.error).toBeTruthy();
  const slower = await runSuite(fakeHost({ fail: 'speed1' }).host, SUITE, () => {});
  expect(slower.ours.speed1).toEqual({ error: 'device lost' });
  expect(slower.ratios.stockToOurs[0], 'against the speed that is left').toBeCloseTo(2, 12);
  const midway = await runSuite(fakeHost({ fail: 'speed1-m2pt' }).host, SUITE, () => {});
  expect(midway.ours['speed1-m2pt']).toEqual({ error: 'device lost' });
  expect(midway).not.toHaveProperty('m2ptToBaseline');
  expect(midway.ratios.stockToOurs[0]).toBeCloseTo(4, 12);
});

test('other losses are reported, whatever the times', async () => {
  const loss = (row: string, run: number) => (row === 'jaxjs' && run > 2 ? 1.01 : 1) / run;
  const entry = await runSuite(fakeHost({ loss }).host, SUITE, () => {});
  expect(entry.agreement).toMatchObject({ agree: false, apart: ['jaxjs'] });
  expect(linesOf(reportOf([entry], [])).join('\n')).toMatch(/NOT the same as stock: jaxjs differs by 1\.0e-2/);
});

test('the report carries the names that others read', async () => {
  const step = await runSuite(fakeHost().host, { ...SUITE, name: 'nano-step-null', place: 'null' }, () => {});
  const forward = await runSuite(fakeHost().host, { ...SUITE, name: 'nano-forward-wasm', kind: 'forward', pairs: 30 }, () => {});
  const wasm = await runSuite(fakeHost().host, SUITE, () => {});
  const report = reportOf([wasm, forward, step], ['--rounds', '4']);
  expect(report).toMatchObject({ command: 'npm run bench -- --rounds 4', dispatches: { ours: 7, stock: 7 }, cpuMs: { ours: 1, stock: 1 } });
  expect(report.m2ptToBaseline[0]).toBeCloseTo(1.1, 12);
  expect(report.mergedToBaseline).toHaveLength(3);
  expect(forward.merged).toMatchObject({ pairs: 30 });
  expect(report.suites.map(({ name }: { name: string }) => name)).toEqual(['nano-step-wasm', 'nano-forward-wasm', 'nano-step-null']);
});
