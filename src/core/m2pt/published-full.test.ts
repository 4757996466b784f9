/**
 * @file The same at the sizes that people download, where somebody wrote them:
 * `python -m reference.published.write_goldens --full DIR`, then this file with M2PT_PUBLISHED_FULL=DIR. Slow, not in CI.
 */
import { existsSync, openAsBlob, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { startNodeBackend } from '../../../test/node-backend.ts';
import { publishedParity } from '../../../test/published.ts';

const folder = process.env.M2PT_PUBLISHED_FULL ?? '';
const names = folder ? readdirSync(folder).filter((name) => existsSync(join(folder, name, 'golden.json'))) : [];

describe.skipIf(names.length === 0)('wasm', () => {
  beforeAll(() => startNodeBackend('wasm'));
  test.each(names.length ? names : ['none'])(
    '%s meets PyTorch within 1e-4',
    async (name) => {
      const parity = await publishedParity(name, async (file) => (await openAsBlob(join(folder, name, file))).arrayBuffer());
      expect(parity.logits, 'logits').toBeLessThan(1e-4);
      expect(parity.only).toEqual([]);
      expect(parity.gradients.error, `gradient of ${parity.gradients.name}`).toBeLessThan(1e-4);
    },
    600_000,
  );
});
