import { describe, expect, it } from 'vitest';
import { imageForm } from '../../test/parsed-sample.ts';
import { assembleDataset } from '../core/data/assemble.ts';
import { bytesOf, wav } from '../core/data/audio/test-wav.ts';
import type { DatasetPlan } from '../core/data/dataset.ts';
import { type Bytes, join, png, pngClaiming, zip } from '../core/data/formats/test-fixtures.ts';
import type { RecordForm } from '../core/data/record-form.ts';
import { memoryRecords } from '../core/data/records.ts';
import { PlaygroundError, type Problem } from '../core/errors.ts';
import { importFiles } from './parse-client.ts';
import type { DroppedFile, ParsedSample } from './parse-protocol.ts';
import { readPlanned } from './record-client.ts';

const form = imageForm(8, 8);
const recordsOf = ({ form, source }: DatasetPlan) => memoryRecords(form, source.memory);
const dropped = (path: string, bytes: Bytes): DroppedFile => ({ path, file: new Blob([bytes]) });

async function importAll(files: DroppedFile[], ofForm: RecordForm = form, folder = '') {
  const samples: ParsedSample[] = [];
  const rejected: Problem[] = [];
  let listed: { count: number; classNames: string[] } | undefined;
  const notices: string[] = [];
  let failure: PlaygroundError | undefined;
  try {
    await importFiles(
      { files, form: ofForm, folder },
      {
        onListed: (count, classNames) => {
          listed = { count, classNames };
        },
        onNotice: ({ code }) => notices.push(code),
        onSamples: (group) => samples.push(...group),
        onRejected: (problem) => rejected.push(problem),
      },
    );
  } catch (error) {
    if (!(error instanceof PlaygroundError)) throw error;
    failure = error;
  }
  for (const { code, message, hint } of rejected) expect(code && message && hint).toBeTruthy();
  return { samples, rejected, notices, codes: rejected.map(({ code }) => code), listed, failure };
}

/** Three pictures each of two classes. */
const goodFiles = async () => {
  const [red, blue] = [await png(20, 20, [200, 0, 0]), await png(20, 20, [0, 0, 200])];
  return [1, 2, 3].flatMap((at) => [dropped(`set/red/${at}.png`, red), dropped(`set/blue/${at}.png`, blue)]);
};

describe('import in the parse worker', () => {
  it('reads a folder into a data set', async () => {
    const { samples, rejected, listed } = await importAll(await goodFiles());
    expect(rejected).toEqual([]);
    expect(listed).toEqual({ count: 6, classNames: ['blue', 'red'] });
    const { dataset, paths } = assembleDataset('set', form, '', samples);
    expect(dataset.classNames).toEqual(['blue', 'red']);
    expect(paths[0]).toBe('set/blue/1.png');
    expect([...recordsOf(dataset).read(0).slice(0, 3)]).toEqual([0, 0, 200]);
    expect([...recordsOf(dataset).read(5).slice(-3)]).toEqual([200, 0, 0]);
    expect(samples[0]).toMatchObject({ facts: { width: 20, height: 20 } });
  });

  it('reads a zip the same as its folder', async () => {
    const files = await goodFiles();
    const items = await Promise.all(
      files.map(async ({ path, file }) => ({ name: path, bytes: new Uint8Array(await file.arrayBuffer()), method: 8 })),
    );
    const fromZip = await importAll([dropped('set.zip', await zip(items))]);
    const fromFolder = await importAll(files);
    expect(assembleDataset('x', form, '', fromZip.samples).dataset).toEqual(assembleDataset('x', form, '', fromFolder.samples).dataset);
  });

  it('cuts the middle, scales, and puts white behind transparency', async () => {
    const canvas = new OffscreenCanvas(300, 100);
    const context = canvas.getContext('2d')!;
    context.fillStyle = '#00f';
    context.fillRect(0, 0, 300, 100);
    context.fillStyle = '#0f0';
    context.fillRect(100, 0, 100, 100);
    const wide = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
    const clear = await png(4, 4, [9, 9, 9, 0]);
    const { samples } = await importAll([dropped('a/wide.png', wide), dropped('b/clear.png', clear)], imageForm(8, 4));
    const pixelsOf = (path: string) => samples.find((sample) => sample.path === path)!.record!;
    expect(pixelsOf('a/wide.png')).toHaveLength(8 * 4 * 3);
    for (let at = 0; at < 96; at += 3) expect([...pixelsOf('a/wide.png').slice(at, at + 3)]).toEqual([0, 255, 0]);
    expect(new Set(pixelsOf('b/clear.png'))).toEqual(new Set([255]));
  });

  it.each(['image/jpeg', 'image/webp'])('reads %s', async (type) => {
    const canvas = new OffscreenCanvas(30, 20);
    canvas.getContext('2d')!.fillRect(0, 0, 30, 20);
    const { samples, rejected } = await importAll([{ path: 'a/1', file: await canvas.convertToBlob({ type }) }]);
    expect(rejected).toEqual([]);
    expect(samples[0]).toMatchObject({ facts: { width: 30, height: 20 } });
  });

  it('leaves out each bad file with its reason and loads the rest', async () => {
    const whole = await png(30, 30);
    const damaged = whole.slice();
    damaged.fill(0x55, 45, 60);
    const bad: [string, string, Bytes][] = [
      ['picture-cut-off', 'set/red/cut.png', whole.slice(0, -20)],
      ['picture-too-large', 'set/red/huge.png', pngClaiming(30_000, 30_000)],
      ['picture-zero-size', 'set/red/none.png', pngClaiming(0, 0)],
      ['picture-damaged', 'set/red/damaged.png', damaged],
      ['not-a-picture', 'set/red/text.png', join('hello')],
      ['not-a-picture', 'set/red/notes.txt', join('hello')],
      ['file-empty', 'set/red/empty.png', join()],
      ['file-lfs-pointer', 'set/red/lfs.jpg', join('version https://git-lfs.github.com/spec/v1')],
      ['file-tiff', 'set/red/scan.tif', join('II*\0')],
      ['no-class-folder', 'set/stray.png', whole],
    ];
    const { samples, rejected, failure } = await importAll([...(await goodFiles()), ...bad.map(([, path, bytes]) => dropped(path, bytes))]);
    expect(failure).toBeUndefined();
    expect(samples).toHaveLength(6);
    const codeOf = new Map(rejected.map(({ where, code }) => [where, code]));
    for (const [code, path] of bad) expect([path, codeOf.get(path)]).toEqual([path, code]);
  });

  it('loads a zip without its entries that lead out of it, its nested archives and its system files', async () => {
    const bytes = await png(9, 9);
    const names = ['../evil.png', 'red/1.png', 'red/inner.zip', '__MACOSX/red/._1.png', '/abs.png', 'blue/1.png'];
    const { samples, codes } = await importAll([dropped('set.zip', await zip(names.map((name) => ({ name, bytes }))))]);
    expect(samples.map(({ path }) => path).sort()).toEqual(['set.zip/blue/1.png', 'set.zip/red/1.png']);
    expect(codes.sort()).toEqual(['zip-nested', 'zip-unsafe-name', 'zip-unsafe-name']);
  });

  it('reads the other files beside a damaged zip', async () => {
    const { samples, codes } = await importAll([...(await goodFiles()), dropped('more.zip', join('PK\x03\x04 and then nothing'))]);
    expect(samples).toHaveLength(6);
    expect(codes).toEqual(['zip-not-a-zip']);
  });

  it('says in one sentence why nothing could be read', async () => {
    expect((await importAll([])).failure).toMatchObject({ code: 'drop-empty' });
    expect((await importAll([dropped('a/.DS_Store', join('x'))])).failure).toMatchObject({ code: 'drop-empty' });
    expect((await importAll([dropped('a/x.png', join('x'))])).failure).toMatchObject({ code: 'not-a-picture' });
    expect((await importAll([dropped('nested.zip', await zip([{ name: 'a.zip', bytes: join('x') }]))])).failure).toMatchObject({
      code: 'zip-nested',
    });
    const none = await importAll([dropped('a/x.png', join('x')), dropped('a/y.png', join())]);
    expect(none.failure?.message).toMatch(/^None of the pictures could be read\. For example: a\//);
  });

  it('leaves one class, and a class of one picture, to the check of the data set', async () => {
    const bytes = await png(3, 3);
    const one = await importAll([1, 2, 3].map((at) => dropped(`red/${at}.png`, bytes)));
    expect(() => assembleDataset('x', form, '', one.samples)).toThrow(/Only one class was found: red/);
    const small = await importAll([...(await goodFiles()), dropped('set/lone/1.png', bytes)]);
    const { dataset, problems } = assembleDataset('x', form, '', small.samples);
    expect(dataset.classNames).toEqual(['blue', 'red']);
    expect(problems[0]?.message).toMatch(/^Class lone \(1\) has fewer than 3 pictures/);
  });

  it('stores records, sends the first of each class along, and reads back what it wrote', async () => {
    const folder = `test-${crypto.randomUUID()}`;
    const pictures = await Promise.all([...Array(24).keys()].map((at) => png(8, 8, [at, 0, 0])));
    const files = pictures.map((bytes, at) => dropped(`${at % 2 ? 'odd' : 'even'}/${at}.png`, bytes));
    const { samples, notices } = await importAll(files, form, folder);
    expect(notices).toEqual([]);
    expect(samples).toHaveLength(24);
    expect(samples.every(({ place }) => place !== null)).toBe(true);
    expect(samples.filter(({ record }) => record)).toHaveLength(16);
    const { dataset, paths } = assembleDataset('set', form, folder, samples);
    expect(dataset.source.memory).toHaveLength(0);
    for (const [at, path] of paths.entries()) {
      const values = await readPlanned(dataset, at);
      expect([path, values[0]]).toEqual([path, Number(/(\d+)\.png/.exec(path)![1])]);
    }
  });

  const tone = (hertz: number) =>
    wav({ data: bytesOf(Int16Array.from({ length: 16_000 }, (_, at) => 9000 * Math.sin((at * hertz * 6.283) / 16_000))) });
  const cloud = (seed: number) =>
    join(Array.from({ length: 60 }, (_, at) => `${Math.sin(at * seed)} ${Math.cos(at)} ${(at % 7) * seed}\n`).join(''));

  it('reads sounds and points, and passes over what the target does not take', async () => {
    const audio: RecordForm = { modality: 'audio', size: [64, 64], frontEnd: 'nano' };
    const sounds = [1, 2, 3].flatMap((at) => [dropped(`low/${at}.wav`, tone(100 * at)), dropped(`high/${at}.wav`, tone(1000 * at))]);
    const clouds = [1, 2, 3, 4].flatMap((at) => [dropped(`a/${at}.xyz`, cloud(at)), dropped(`b/${at}.txt`, cloud(9 * at))]);
    const heard = await importAll([...sounds, dropped('low/cover.png', await png(3, 3))], audio);
    expect(heard.samples.map(({ record }) => record?.length)).toEqual(Array(6).fill(64 * 64));
    expect(heard.samples[0]?.facts).toMatchObject({
      modality: 'audio',
      seconds: 1,
      sampleRate: 16_000,
      channels: 1,
      startSeconds: 0,
      format: 'wav',
    });
    expect([heard.codes, heard.notices]).toEqual([[], ['other-modality-beside']]);
    const seen = await importAll(clouds, { modality: 'point', points: 32 });
    expect(seen.samples.map(({ record }) => record?.length)).toEqual(Array(8).fill(96));
    expect(seen.samples[0]?.facts).toMatchObject({ modality: 'point', points: 60, triangles: 0, dropped: 0, format: 'table' });
    expect((await importAll(sounds)).failure).toMatchObject({
      code: 'other-modality',
      modality: 'audio',
      message: 'These are 6 sounds, and the target takes pictures.',
    });
    expect((await importAll(await goodFiles(), audio)).failure).toMatchObject({ code: 'other-modality', modality: 'image' });
  });

  it('draws SVG pictures with the page’s help, and refuses those that would never end', async () => {
    const svg = (inside: string) => join(`<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">${inside}</svg>`);
    const laughs = Array.from({ length: 9 }, (_, at) => `<g id="g${at + 1}">${`<use href="#g${at}"/>`.repeat(10)}</g>`).join('');
    const { samples, rejected } = await importAll([
      dropped('a/1.svg', svg('<rect width="40" height="20" fill="#00f"/><script>location="https://example.org"</script>')),
      dropped('a/2.svg', svg(`<g id="g0"><path d="M0 0h9v9z"/></g>${laughs}`)),
    ]);
    expect(samples[0]?.facts).toEqual({ modality: 'image', width: 40, height: 20 });
    expect([...samples[0]!.record!.slice(0, 3)]).toEqual([0, 0, 255]);
    expect(rejected.map(({ where, code }) => [where, code])).toEqual([['a/2.svg', 'svg-bomb']]);
  });

  it('can be stopped', async () => {
    const control = new AbortController();
    const running = importFiles(
      { files: await goodFiles(), form, folder: '' },
      { onSamples: () => undefined, onRejected: () => undefined },
      control.signal,
    );
    control.abort();
    await expect(running).rejects.toMatchObject({ code: 'import-cancelled' });
  });
});
