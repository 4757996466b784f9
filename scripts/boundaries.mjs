/**
 * @file The boundary gate: no rule of .dependency-cruiser.cjs may be broken in the product, and every rule must be
 * broken by its canary in test/canaries/. So the gate cannot be green by checking nothing.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from './ensure-install.mjs';

const CONFIG = join(ROOT, '.dependency-cruiser.cjs');
const FOLDERS = ['src', 'gallery', 'e2e'];

const product = cruise(
  ROOT,
  FOLDERS.filter((folder) => existsSync(join(ROOT, folder))),
);
const canaries = cruise(join(ROOT, 'test', 'canaries'), ['src']);
const rules = createRequire(import.meta.url)(CONFIG).forbidden.map((rule) => rule.name);
const fired = new Set(canaries.violations.map((violation) => violation.rule.name));
const silent = rules.filter((rule) => !fired.has(rule));

const faults = [
  ...product.violations.map(({ rule, from, to }) => `${from} → ${to} breaks ${rule.name}`),
  ...silent.map((rule) => `${rule} did not fire on its canary in test/canaries/`),
  ...(product.totalCruised === 0 ? ['No file was checked.'] : []),
];
for (const fault of faults) console.log(fault);
console.log(`${product.totalCruised} modules keep ${rules.length} rules; ${fired.size} canaries fired.`);
process.exit(faults.length === 0 ? 0 : 1);

/** @returns the summary of dependency-cruiser for these folders, with paths relative to `base` */
function cruise(base, folders) {
  const program = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [program, '--config', CONFIG, '--output-type', 'json', ...folders], {
    cwd: base,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  try {
    return JSON.parse(stdout).summary;
  } catch {
    console.log(`dependency-cruiser did not run in ${base}: ${stderr || stdout}`);
    process.exit(1);
  }
}
