/**
 * @file Makes the sample data sets that ship with the page: `public/samples/<id>.zip` and their list, `index.json`.
 * `npm run make-samples`, or `npm run make-samples -- calls` for some of them. Seeded: the same files every time. Each set has
 * one constant for how hard it is, at the top of `scripts/samples/<id>.mjs`. The order below is that of the list.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { calls } from './samples/calls.mjs';
import { motions } from './samples/motions.mjs';
import { sketches } from './samples/sketches.mjs';
import { textures } from './samples/textures.mjs';
import { things } from './samples/things.mjs';

const SETS = [textures, sketches, calls, things, motions];

const folder = resolve(import.meta.dirname, '../public/samples');
/** The date in the archives, so that they do not change when nothing did. */
const DATE = new Date(2025, 0, 1, 12, 0, 0);

/** A zip with one folder a class, the set's own folder around them. @returns {Promise<Uint8Array>} */
async function pack(set) {
  const zip = new ZipWriter(new Uint8ArrayWriter());
  const options = { level: set.zipLevel, lastModDate: DATE, extendedTimestamp: false, useWebWorkers: false, dataDescriptor: false };
  for (const className of set.classes) {
    for (let index = 0; index < set.perClass; index++) {
      const name = `${set.id}/${className}/${className}-${String(index + 1).padStart(3, '0')}.${set.suffix}`;
      await zip.add(name, new Uint8ArrayReader(set.make(className, index)), options);
    }
  }
  return zip.close();
}

/** The bytes of a set's archive, made anew unless others were asked for. @returns {Promise<Uint8Array>} */
async function archiveOf(set, path) {
  const asked = process.argv.slice(2);
  if (asked.length > 0 && !asked.includes(set.id)) return readFileSync(path);
  const bytes = await pack(set);
  writeFileSync(path, bytes);
  console.log(`${set.id}.zip: ${set.classes.length} classes × ${set.perClass}, ${(bytes.length / 1e3).toFixed(0)} kB`);
  return bytes;
}

mkdirSync(folder, { recursive: true });
const index = [];
for (const set of SETS) {
  const { id, name, modality, description, classes, perClass } = set;
  const { length } = await archiveOf(set, resolve(folder, `${id}.zip`));
  index.push({ id, name, modality, description, synthetic: true, classes, counts: classes.map(() => perClass), bytes: length });
}
writeFileSync(resolve(folder, 'index.json'), `${JSON.stringify(index, null, 2)}\n`);
