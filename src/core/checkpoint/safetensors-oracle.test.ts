/**
 * @file The reader and the writer against the Rust implementation, through its Python package: 600 generated files get the
 * same verdict, odd files from its own tests get theirs, and what is written here loads there. Skipped where neither is there.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entry, rawFile } from '../../../test/fixtures/safetensors/raw-file.ts';
import { PlaygroundError } from '../errors.ts';
import { CONVERT_COMMAND } from './foreign-files.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

const can = (modules: string) => spawnSync('python3', ['-c', `import ${modules}`]).status === 0;
const withSafetensors = can('safetensors');
const withTorch = withSafetensors && can('torch');

/** Our verdict; `stricter` where we refuse on purpose what Rust takes. */
function verdict(buffer: ArrayBuffer): 'ok' | 'no' | 'stricter' {
  try {
    readSafetensors(buffer, 'f');
    return 'ok';
  } catch (thrown) {
    if (!(thrown instanceof PlaygroundError)) throw thrown;
    return /-(duplicate|dtype|many|integer)$/.test(thrown.code) ? 'stricter' : 'no';
  }
}

const VERDICTS = `
import json, sys, safetensors
out = []
for path in json.load(sys.stdin):
    try:
        safetensors.deserialize(open(path, 'rb').read())
        out.append('ok')
    except Exception:
        out.append('no')
print(json.dumps(out))
`;

/** Files near the rules' edges: each number of a good file may be off by a little. */
const files = fc
  .record({
    sizes: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 4 }),
    types: fc.array(fc.constantFrom('F32', 'F64', 'BF16', 'I64', 'U8', 'BOOL', 'F8_E4M3', 'XX'), { minLength: 4, maxLength: 4 }),
    edits: fc.array(fc.tuple(fc.nat(200), fc.constantFrom(...'0123456789{}[],:"-. eE\n\\ab')), { maxLength: 2 }),
    cut: fc.constantFrom(0, 0, 0, 1, -1, 2),
    shift: fc.constantFrom(0, 0, 0, 1, -1),
    shuffle: fc.boolean(),
  })
  .map(({ sizes, types, edits, cut, shift, shuffle }) => {
    const BYTES: Record<string, number> = { F64: 8, I64: 8, F32: 4, BF16: 2 };
    let at = 0;
    const tensors = sizes.map((size, index) => {
      const type = types[index]!;
      const begin = at;
      at += size * (BYTES[type] ?? 1);
      return [`t${index}`, entry([size], [begin, index === 1 ? at + shift : at], type)] as const;
    });
    let json = JSON.stringify(Object.fromEntries(shuffle ? tensors.reverse() : tensors));
    for (const [place, char] of edits) if (place < json.length) json = json.slice(0, place) + char + json.slice(place + 1);
    return rawFile(json, Array(Math.max(0, at + (edits.length ? 0 : cut))).fill(0));
  });

test.skipIf(!withSafetensors)('600 generated files get the verdict of the Rust implementation', () => {
  const folder = mkdtempSync(join(tmpdir(), 'm2pt-safetensors-'));
  try {
    const samples = fc.sample(files, { numRuns: 600, seed: 20 });
    const paths = samples.map((buffer, index) => {
      const path = join(folder, `${index}.safetensors`);
      writeFileSync(path, new Uint8Array(buffer));
      return path;
    });
    const theirs = JSON.parse(execFileSync('python3', ['-c', VERDICTS], { input: JSON.stringify(paths), encoding: 'utf8' })) as string[];
    const ours = samples.map(verdict);
    const differ = ours.flatMap((own, index) => {
      const same = own === 'stricter' || own === theirs[index];
      return same ? [] : [`${own} here, ${theirs[index]} there: ${new TextDecoder().decode(samples[index]!.slice(8))}`];
    });
    expect(differ).toEqual([]);
    // Neither side may be trivial.
    expect(ours.filter((own) => own === 'ok').length).toBeGreaterThan(100);
    expect(ours.filter((own) => own === 'no').length).toBeGreaterThan(100);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.skipIf(!withSafetensors)('products of shapes are judged as the Rust implementation judges them, zeros included', () => {
  const folder = mkdtempSync(join(tmpdir(), 'm2pt-products-'));
  try {
    const shapes = [
      [2 ** 40, 2 ** 40, 0],
      [0, 2 ** 40, 2 ** 40],
      [2 ** 40, 0, 2 ** 40],
      [2 ** 32, 2 ** 32, 0],
      [2 ** 32, 2 ** 31, 0],
      [2 ** 32, 2 ** 30, 2, 0],
      [2 ** 50, 2 ** 12, 0],
      [3, 0],
    ];
    const paths = shapes.map((shape, index) => {
      const path = join(folder, `${index}.safetensors`);
      writeFileSync(path, new Uint8Array(rawFile({ a: entry(shape, [0, 0]) })));
      return path;
    });
    const theirs = JSON.parse(execFileSync('python3', ['-c', VERDICTS], { input: JSON.stringify(paths), encoding: 'utf8' })) as string[];
    expect(shapes.map((shape) => verdict(rawFile({ a: entry(shape, [0, 0]) })))).toEqual(theirs);
    expect(new Set(theirs)).toEqual(new Set(['ok', 'no']));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const ODD = '/work/shared/data/odd/safetensors';
const odd = existsSync(ODD) ? readdirSync(ODD).filter((name) => name.endsWith('.safetensors')) : [];

describe.skipIf(odd.length === 0)('odd files', () => {
  const expected: Record<string, string> = odd.length ? JSON.parse(readFileSync(join(ODD, 'expected.json'), 'utf8')) : {};
  test.each(odd)('%s', (name) => {
    const file = readFileSync(join(ODD, name));
    const own = verdict(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer);
    // This one holds an I64 or an 8-bit float among all types, which are checked apart.
    if (name === 'gen_all_dtypes.safetensors') expect(['ok', 'stricter']).toContain(own);
    else expect(own === 'ok').toBe(!(expected[name] ?? 'accept').startsWith('reject'));
  });
});

describe.skipIf(!withTorch)('PyTorch', () => {
  const inFolder = (work: (folder: string) => void) => {
    const folder = mkdtempSync(join(tmpdir(), 'm2pt-torch-'));
    try {
      work(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
  const python = (code: string, ...args: string[]) => execFileSync('python3', ['-c', code, ...args], { encoding: 'utf8' });

  test('loads what is written here, F32 and F16', () => {
    inFolder((folder) => {
      const tensors = {
        'a.weight': { shape: [2, 3], data: Float32Array.of(1, -2, 3.5, 0, 1e-5, 6) },
        b: { shape: [], data: Float32Array.of(7) },
      };
      writeFileSync(join(folder, '32'), new Uint8Array(writeSafetensors(tensors, { format: 'pt' })));
      writeFileSync(join(folder, '16'), new Uint8Array(writeSafetensors(tensors, {}, 'F16')));
      const read =
        'import sys, json; from safetensors.torch import load_file; print(json.dumps([{k: [str(v.dtype), list(v.shape), v.float().flatten().tolist()] for k, v in load_file(p).items()} for p in sys.argv[1:]]))';
      const [full, half] = JSON.parse(python(read, join(folder, '32'), join(folder, '16')));
      expect(full['a.weight']).toEqual(['torch.float32', [2, 3], [...tensors['a.weight'].data]]);
      expect(full.b).toEqual(['torch.float32', [], [7]]);
      expect(half['a.weight'].slice(0, 2)).toEqual(['torch.float16', [2, 3]]);
      expect(half['a.weight'][2][2]).toBe(3.5);
    });
  });

  test.each(['model', 'base_model', ''])('the command in the hint converts a .pth with the wrapper “%s”', (wrapper) => {
    inFolder((folder) => {
      const make = `
import argparse, sys, torch
shared = torch.arange(6.).reshape(2, 3)
state = {'a.weight': shared, 'b.weight': shared, 'c.weight': shared.t(), 'n': torch.tensor(3)}
torch.save({sys.argv[2]: state, 'epoch': 3, 'args': argparse.Namespace(lr=1)} if sys.argv[2] else state, sys.argv[1])
`;
      const path = join(folder, 'w.pth');
      python(make, path, wrapper);
      const pickle = readFileSync(path);
      expect(() =>
        readSafetensors(pickle.buffer.slice(pickle.byteOffset, pickle.byteOffset + pickle.byteLength) as ArrayBuffer, 'w.pth'),
      ).toThrowError(expect.objectContaining({ code: 'safetensors-pickle', command: CONVERT_COMMAND }));
      execFileSync('sh', ['-c', CONVERT_COMMAND.replace('FILE', 'w.pth')], { cwd: folder });
      const made = readFileSync(join(folder, 'model.safetensors'));
      const { tensors } = readSafetensors(made.buffer.slice(made.byteOffset, made.byteOffset + made.byteLength) as ArrayBuffer, 'm');
      expect(Object.keys(tensors).sort()).toEqual(['a.weight', 'b.weight', 'c.weight', 'n']);
      expect([...tensors['c.weight']!.data]).toEqual([0, 3, 1, 4, 2, 5]);
    });
  });
});
