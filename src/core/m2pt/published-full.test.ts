/**
 * @file The published families at the sizes that people download, on wasm. Minutes and gigabytes, so only where a folder
 * of `python -m reference.published.write_goldens --full` is named in PUBLISHED_FULL, as reference/published/test_full_size.py does.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { startNodeBackend } from '../../../test/node-backend.ts';
import { publishedParity } from '../../../test/published.ts';

const folder = process.env.PUBLISHED_FULL ?? '';
const names = folder && existsSync(folder) ? readdirSync(folder).sort() : [];

describe.skipIf(names.length === 0)('full size', () => {
  beforeAll(() => startNodeBackend('wasm'));
  test.each(names.length > 0 ? names : ['none'])(
    '%s meets PyTorch within 1e-4',
    async (name) => {
      const { logits, gradients, only } = await publishedParity(name, async (file) => {
        return new Uint8Array(readFileSync(join(folder, name, file))).buffer;
      });
      expect(logits, 'logits').toBeLessThan(1e-4);
      expect(only, 'parameters that one side does not train').toEqual([]);
      expect(gradients.error, `gradient of ${gradients.name}`).toBeLessThan(1e-4);
    },
    600_000,
  );
});
