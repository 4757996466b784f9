/** @file What `lab inspect` prints, notes and problems included. */
import { expect, test } from 'vitest';
import { inspect, shapesOf } from '../../test/fixtures/safetensors/header-only.ts';
import { VIT_TINY } from '../../test/vit-tiny.ts';
import { reportLines } from './report-lines.ts';

test('notes and problems are lines of their own', async () => {
  const report = await inspect(null, { ...shapesOf(VIT_TINY, 3), mask_token: [1, 1, 8] });
  expect(report.notes.length).toBeGreaterThan(2);
  const lines = reportLines(report, []);
  for (const note of report.notes) expect(lines).toContain(`note        ${note}`);
  expect(lines.join('\n')).toMatch(/note {8}Set aside, not used here: the mask token\./);
  const bad = await inspect({ model_type: 'swin' }, shapesOf(VIT_TINY, 3));
  expect(reportLines(bad, []).join('\n')).toMatch(/problem {5}given\/config\.json describes a model of type “swin”/);
});
