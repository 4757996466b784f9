/**
 * @file The whole way for sounds, point clouds and clips, without WebGPU: a sample is trained on, merged, and a new file gets the answers
 * of baseline and merged model; sounds and clips are recorded, too. Pictures take it in train-merge-share.spec.ts.
 */
import { readFileSync } from 'node:fs';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { CHROMIUM_FLAGS } from '../scripts/find-chromium.mjs';
import { expect, test, violations } from './journey.ts';
import type { DroppedPart } from './pages/playground.ts';
import { makeWav } from './sounds.ts';

test.use({
  launchOptions: async ({ launchOptions }, use) => {
    const flags = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
    await use({ ...launchOptions, args: [...CHROMIUM_FLAGS, ...flags] });
  },
});

/** A bowl of 600 points, as text. */
function bowl(): Buffer {
  const rows = Array.from({ length: 600 }, (_, at) => {
    const [turn, height] = [at * 2.4, (at / 600) ** 2];
    return `${Math.sqrt(at / 600) * Math.cos(turn)} ${height} ${Math.sqrt(at / 600) * Math.sin(turn)}`;
  });
  return Buffer.from(rows.join('\n'));
}

async function firstOf(zip: string, ending: string): Promise<Buffer> {
  const reader = new ZipReader(new Uint8ArrayReader(readFileSync(zip)), { useWebWorkers: false });
  const entry = (await reader.getEntries()).find(({ filename }) => filename.endsWith(ending));
  if (!entry || entry.directory) throw new Error(`no ${ending} in ${zip}`);
  return Buffer.from(await entry.getData(new Uint8ArrayWriter()));
}

interface Kind {
  modality: string;
  sample: string;
  many: string;
  file: () => Promise<DroppedPart>;
  /** What is said of the file. */
  facts: RegExp;
  recorded?: RegExp;
}

const KINDS: readonly Kind[] = [
  {
    modality: 'audio',
    sample: 'calls',
    many: '336 sounds',
    file: async () => ({ name: 'new.wav', mimeType: 'audio/wav', buffer: makeWav(900, 1) }),
    facts: /1\.0 s, used from its beginning/,
    recorded: /microphone\.(webm|mp4)/,
  },
  {
    modality: 'point',
    sample: 'things',
    many: '392 point clouds',
    file: async () => ({ name: 'new.xyz', mimeType: '', buffer: bowl() }),
    facts: /600 points, used as 1,024 points/,
  },
  {
    modality: 'video',
    sample: 'motions',
    many: '750 clips',
    file: async () => ({ name: 'new.gif', mimeType: 'image/gif', buffer: await firstOf('public/samples/motions.zip', '.gif') }),
    facts: /used as 8 frames of 64\u00a0×\u00a064\u00a0px/,
    recorded: /camera\.(webm|mp4)/,
  },
];

for (const { modality, sample, many, file, facts, recorded } of KINDS) {
  test(`${many}: trained on, merged, tried`, async ({ playground, page }) => {
    test.setTimeout(240_000);
    await playground.open({ backend: 'wasm', settings: `v=1&data=sample:${sample}&mod=${modality}&epochs=1&batch=16&pairs=1&limit=8` });
    const { data, train, tryIt } = playground;
    await expect(data).toContainText(many, { timeout: 30_000 });
    await playground.button('Train 2 runs', train).click();
    await playground.finished();
    await expect(train).toContainText('too early to say', { ignoreCase: true });
    await playground.button(/^Merge$/, tryIt).click();
    await expect(tryIt).toContainText('same answers as the two branches', { timeout: 60_000 });

    // Three bars for each of the two models, each column adding up to at most 100 %.
    const answered = async () => {
      await expect(tryIt.locator('.cmp ol')).toHaveCount(2, { timeout: 30_000 });
      for (const column of await tryIt.locator('.cmp ol').all()) {
        const shares = (await column.locator('.bv').allTextContents()).map((text) => Number.parseInt(text, 10));
        expect(shares).toHaveLength(3);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(101);
        expect(shares[0]).toBeGreaterThanOrEqual(100 / 7);
      }
    };
    await playground.choose('Choose file', [await file()], tryIt);
    await answered();
    await expect(tryIt).toContainText(facts);
    await expect(tryIt).not.toContainText('picture is');
    expect(await violations(page)).toEqual([]);

    await tryIt.getByRole('toolbar', { name: 'The new sample' }).getByRole('button').click();
    const viewer = page.getByRole('dialog');
    await expect(viewer).toContainText('What the model gets');
    await page.keyboard.press('Escape');
    await expect(tryIt.getByRole('toolbar').getByRole('button')).toBeFocused();

    if (!recorded) return;
    const record = playground.button(/^Record$/, tryIt);
    await record.click();
    await playground.button(/^Record about/, viewer).click();
    await expect(viewer).toBeHidden({ timeout: 20_000 });
    await expect(record).toBeFocused();
    await expect(tryIt).toContainText(recorded);
    await answered();
  });
}
