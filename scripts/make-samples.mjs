/**
 * @file Makes the two sample data sets that ship with the page: `public/samples/<id>.zip` and their list, `index.json`.
 * `npm run make-samples`. Seeded: the same pictures every time. Each set has one constant for how hard it is,
 * at the top of `scripts/samples/<id>.mjs`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { encodePng } from './samples/png.mjs';
import { sketches } from './samples/sketches.mjs';
import { textures } from './samples/textures.mjs';

const folder = resolve(import.meta.dirname, '../public/samples');
/** The date in the archives, so that they do not change when nothing did. */
const DATE = new Date(2025, 0, 1, 12, 0, 0);

/** A zip with one folder a class, the set's own folder around them. @returns {Promise<Uint8Array>} */
async function pack(set) {
  const zip = new ZipWriter(new Uint8ArrayWriter());
  // PNG files are packed already: stored, they unpack faster and lose nothing.
  const options = { level: 0, lastModDate: DATE, extendedTimestamp: false, useWebWorkers: false, dataDescriptor: false };
  for (const className of set.classes) {
    for (let index = 0; index < set.perClass; index++) {
      const name = `${set.id}/${className}/${className}-${String(index + 1).padStart(3, '0')}.png`;
      await zip.add(name, new Uint8ArrayReader(encodePng(set.draw(className, index))), options);
    }
  }
  return zip.close();
}

mkdirSync(folder, { recursive: true });
const index = [];
for (const set of [textures, sketches]) {
  const bytes = await pack(set);
  writeFileSync(resolve(folder, `${set.id}.zip`), bytes);
  const { id, name, description, classes, perClass } = set;
  index.push({
    id,
    name,
    modality: 'image',
    description,
    synthetic: true,
    classes,
    counts: classes.map(() => perClass),
    bytes: bytes.length,
  });
  console.log(`${id}.zip: ${classes.length} classes × ${perClass}, ${(bytes.length / 1e3).toFixed(0)} kB`);
}
writeFileSync(resolve(folder, 'index.json'), `${JSON.stringify(index, null, 2)}\n`);
