/**
 * @file The model list and a fake Hub as journeys use them: what huggingface.co answers, opening the list of a role, looking
 * up, deleting, and whether anything is wider than the window.
 */
import type { BrowserContext, Locator, Page, Route } from '@playwright/test';
import { type FakeRepo, hubAnswer, WEIGHTS } from '../../test/fake-hub.ts';
import type { Playground } from './playground.ts';

export const REPO = 'tests/micro-image';
/** The longest name that the app itself suggests. */
export const LONG = 'timm/vit_tiny_patch16_224.augreg_in21k_ft_in1k';

export type Fault = (route: Route, range: string | null) => Promise<boolean>;

/** Answers for huggingface.co; @returns the addresses that were asked, in order */
export async function fakeHub(context: BrowserContext, repos: Record<string, FakeRepo>, fault?: Fault): Promise<string[]> {
  const asked: string[] = [];
  await context.route('https://huggingface.co/**', async (route) => {
    const address = route.request().url();
    const range = await route.request().headerValue('range');
    asked.push(range ? `${address} ${range}` : address);
    if (address.endsWith(WEIGHTS) && (await fault?.(route, range))) return;
    const { status, headers, body } = hubAnswer(repos, address, range);
    await route.fulfill({ status, headers, body: Buffer.from(body as Uint8Array) });
  });
  return asked;
}

export async function openList(playground: Playground, role = 'Target'): Promise<Locator> {
  await playground.button(new RegExp(`^${role}`), playground.train).click();
  return playground.page.getByRole('dialog');
}

export async function lookUp(dialog: Locator, name = REPO): Promise<void> {
  await dialog.getByLabel('Model', { exact: true }).fill(name);
  await dialog.getByRole('button', { name: 'Look up' }).click();
}

/** Asked once more in its place. */
export async function deleteModel(dialog: Locator, name = REPO): Promise<void> {
  await dialog.getByRole('button', { name: `Delete ${name}` }).click();
  await dialog
    .getByRole('group', { name: `Delete ${name}?` })
    .getByRole('button', { name: 'Delete' })
    .click();
}

/** What stands out of the page or the open dialog to the right, one line each; what only screen readers get is left out. */
export async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const dialog = document.querySelector('dialog[open]');
    const root = dialog ?? document.body;
    const right = dialog ? dialog.getBoundingClientRect().right : window.innerWidth;
    const found = [...root.querySelectorAll<HTMLElement>('*')].filter(
      (element) =>
        !element.closest('.sr, svg') && element.getClientRects().length > 0 && element.getBoundingClientRect().right > right + 0.5,
    );
    const lines = found.map(({ tagName, className, textContent }) => `${tagName}.${className} ${textContent?.slice(0, 40)}`);
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > window.innerWidth) lines.push(`the page is ${scrollWidth} wide`);
    if (dialog && dialog.scrollWidth > dialog.clientWidth) lines.push(`the dialog is ${dialog.scrollWidth} wide in ${dialog.clientWidth}`);
    return lines;
  });
}
