/** @file Records that cannot be stored are kept by the caller, nothing half-written counts, and readers open each file once. */
import { describe, expect, it } from 'vitest';
import type { DatasetPlan } from '../core/data/dataset.ts';
import type { RecordForm } from '../core/data/record-form.ts';
import { recordSource } from '../core/data/records.ts';
import type { Problem } from '../core/errors.ts';
import { createRecordWriter, type RecordFile } from './record-writer.ts';
import { createOpenDatasets } from './stored-records.ts';

const form: RecordForm = { modality: 'image', size: [1, 2] };
const record = (value: number) => new Uint8Array(6).fill(value);

/** A file that holds `room` bytes and then does what browsers do: count short, or throw. */
function fakeFile(room: number, atQuota: 'short' | 'throw' = 'short') {
  let bytes = new Uint8Array(0);
  const state = { closed: 0, flushed: 0 };
  const file: RecordFile = {
    write(data, { at = 0 } = {}) {
      const part = new Uint8Array((data as Uint8Array).slice().buffer);
      const fits = Math.max(0, Math.min(part.length, room - at));
      if (fits < part.length && atQuota === 'throw') throw new DOMException('full', 'QuotaExceededError');
      const grown = new Uint8Array(Math.max(bytes.length, at + fits));
      grown.set(bytes);
      grown.set(part.subarray(0, fits), at);
      bytes = grown;
      return fits;
    },
    truncate: (size) => {
      bytes = bytes.slice(0, size);
    },
    flush: () => {
      state.flushed++;
    },
    close: () => {
      state.closed++;
    },
  };
  return { file, state, bytes: () => bytes };
}

async function writerOn(open: () => Promise<RecordFile>, folder = 'set') {
  const problems: Problem[] = [];
  const writer = await createRecordWriter(folder, form, (problem) => problems.push(problem), open);
  return { writer, problems };
}

describe('createRecordWriter', () => {
  it('says where each record lies', async () => {
    const { file, state, bytes } = fakeFile(100);
    const { writer, problems } = await writerOn(async () => file);
    const places = [1, 2, 3].map((value) => writer.write(record(value)));
    writer.close();
    writer.close();
    expect(places.map((place) => place?.index)).toEqual([0, 1, 2]);
    expect(new Set(places.map((place) => place?.file)).size).toBe(1);
    expect([...bytes()]).toEqual([1, 2, 3].flatMap((value) => [...record(value)]));
    expect([problems, state]).toEqual([[], { closed: 1, flushed: 1 }]);
    expect(() => writer.write(record(4))).not.toThrow();
  });

  it.each(['short', 'throw'] as const)('gives up once at quota (%s), and keeps what is whole', async (atQuota) => {
    const { file, state, bytes } = fakeFile(15, atQuota);
    const { writer, problems } = await writerOn(async () => file);
    expect([1, 2, 3, 4].map((value) => writer.write(record(value))?.index)).toEqual([0, 1, undefined, undefined]);
    expect(bytes()).toHaveLength(12);
    writer.close();
    expect(state.closed).toBe(1);
    expect(problems.map(({ code }) => code)).toEqual(['records-in-memory']);
  });

  it('works without storage, and without a folder says nothing', async () => {
    const { writer, problems } = await writerOn(() => Promise.reject(new DOMException('no', 'SecurityError')));
    expect([writer.write(record(1)), problems.length]).toEqual([null, 1]);
    const quiet = await writerOn(() => Promise.reject(new Error('never')), '');
    expect([quiet.writer.write(record(1)), quiet.problems]).toEqual([null, []]);
  });

  it('refuses a record of another form', async () => {
    const { writer } = await writerOn(async () => fakeFile(100).file);
    expect(() => writer.write(new Uint8Array(5))).toThrow(RangeError);
  });
});

describe('createOpenDatasets', () => {
  const plan = (files: string[], memory: number[] = []): DatasetPlan => {
    const stored = files.map((file) => ({ path: file, place: { file, index: 1 }, record: null }));
    const loose = memory.map((value) => ({ path: `${value}`, place: null, record: record(value) }));
    return {
      name: 'x',
      classNames: ['a'],
      labels: new Uint16Array(files.length + memory.length),
      form,
      source: recordSource(form, 'set', [...stored, ...loose]),
    };
  };
  const opener = () => {
    const open = new Map<string, number>();
    const openFile = async (_: string, file: string) => {
      if (file === 'gone') throw new DOMException('no', 'NotFoundError');
      open.set(file, (open.get(file) ?? 0) + 1);
      return {
        read: (buffer: AllowSharedBufferSource, { at = 0 } = {}) => {
          new Uint8Array((buffer as Uint8Array).buffer).fill(at);
          return file === 'short' ? 2 : 6;
        },
        close: () => open.set(file, open.get(file)! - 1),
      };
    };
    return { open, datasets: createOpenDatasets(openFile) };
  };

  it('reads stored and loose records, each file opened once and closed when no one needs it', async () => {
    const { open, datasets } = opener();
    const first = await datasets.open(plan(['a', 'b'], [7]));
    expect([first.records.read(0)[0], first.records.read(2)[0]]).toEqual([6, 7]);
    expect(() => first.records.read(3)).toThrow(RangeError);
    const second = await datasets.open(plan(['b', 'c']));
    expect([...open]).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 1],
    ]);
    datasets.keepOnly([second, null]);
    expect([...open]).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 1],
    ]);
    datasets.keepOnly([]);
    expect([...open.values()]).toEqual([0, 0, 0]);
  });

  it('says what is gone, and leaves nothing open that it opened for nothing', async () => {
    const { open, datasets } = opener();
    await expect(datasets.open(plan(['a', 'gone']))).rejects.toMatchObject({ code: 'records-gone' });
    expect(open.get('a')).toBe(0);
    const { records } = await datasets.open(plan(['short']));
    expect(() => records.read(0)).toThrow(expect.objectContaining({ code: 'records-gone' }));
  });

  it('two that open at once share each file, and both can close it', async () => {
    const { open, datasets } = opener();
    const [first, second] = await Promise.all([datasets.open(plan(['a', 'b'])), datasets.open(plan(['a']))]);
    expect([...open.values()]).toEqual([1, 1]);
    datasets.keepOnly([second]);
    expect([...open.values()]).toEqual([1, 0]);
    expect(second.records.read(0)[0]).toBe(6);
    expect(() => datasets.keepOnly([first])).not.toThrow();
    expect([...open.values()]).toEqual([0, 0]);
  });

  it('what is being opened stays open when others are closed', async () => {
    const { open, datasets } = opener();
    await datasets.open(plan(['a']));
    const opening = datasets.open(plan(['a', 'b']));
    datasets.keepOnly([]);
    const { records } = await opening;
    expect([records.read(0)[0], records.read(1)[0], ...open.values()]).toEqual([6, 6, 1, 1]);
    datasets.keepOnly([]);
    expect([...open.values()]).toEqual([0, 0]);
  });
});
