/**
 * @file Data from an address as journeys use it: a host that other pages may read, Hugging Face with datasets, and the field
 * in the Data column.
 */
import type { BrowserContext, Locator, Route } from '@playwright/test';
import { datasetAnswer, type FakeDataset } from '../../test/fake-datasets.ts';
import type { Playground } from './playground.ts';

export const HOST = 'https://data.example';
export const CORS = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };

/** Answers for data.example; @returns what was asked, in order, with its range */
export async function fakeHost(
  context: BrowserContext,
  files: Record<string, Buffer>,
  fault: (route: Route, path: string, range: string | undefined) => Promise<boolean> = async () => false,
): Promise<string[]> {
  const asked: string[] = [];
  await context.route(`${HOST}/**`, async (route) => {
    const path = new URL(route.request().url()).pathname;
    const range = (await route.request().headerValue('range')) ?? undefined;
    asked.push(range ? `${path} ${range}` : path);
    if (await fault(route, path, range)) return;
    const bytes = files[path];
    if (!bytes) return route.fulfill({ status: 404, headers: CORS, body: 'no' });
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    const body = bytes.subarray(from);
    return route.fulfill({ status: range ? 206 : 200, headers: { ...CORS, 'content-length': String(body.length) }, body });
  });
  return asked;
}

/** Answers for datasets of huggingface.co; @returns the addresses that were asked, in order */
export async function fakeDatasets(context: BrowserContext, datasets: Record<string, FakeDataset>): Promise<string[]> {
  const asked: string[] = [];
  await context.route('https://huggingface.co/**', async (route) => {
    const address = route.request().url();
    asked.push(address);
    const { status, headers, body } = datasetAnswer(datasets, address, await route.request().headerValue('range'));
    await route.fulfill({ status, headers, body: Buffer.from(body as Uint8Array) });
  });
  return asked;
}

/** The first bytes of a file that is longer: the connection ends early. */
export function cut(route: Route, bytes: Buffer, count: number): Promise<void> {
  return route.fulfill({ status: 200, headers: { ...CORS, 'content-length': String(bytes.length) }, body: bytes.subarray(0, count) });
}

/** The part of the Data column with the field. */
export function addressPart(playground: Playground): Locator {
  return playground.data.getByRole('region', { name: 'From an address' });
}

export async function askFor(part: Locator, text: string): Promise<void> {
  await part.getByLabel('Address of the data').fill(text);
  await part.getByRole('button', { name: /^(Load|Go on)$/ }).click();
}
