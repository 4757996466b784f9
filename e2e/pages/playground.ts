/**
 * @file The page as a person meets it: by names and roles. Journeys say what is done; this file knows where it is.
 */
import { expect, type Locator, type Page } from '@playwright/test';

export interface DroppedPart {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export interface OpenOptions {
  /** Part of a share link after `#`. */
  settings?: string;
  /** `?backend=` */
  backend?: string;
}

export class Playground {
  readonly page: Page;
  readonly data: Locator;
  readonly train: Locator;
  readonly tryIt: Locator;
  readonly badge: Locator;
  readonly banner: Locator;

  constructor(page: Page) {
    this.page = page;
    this.data = page.getByRole('region', { name: 'Data', exact: true });
    this.train = page.getByRole('region', { name: 'Train', exact: true });
    this.tryIt = page.getByRole('region', { name: 'Try', exact: true });
    this.badge = page.getByTitle('Which backend runs, and why');
    this.banner = page.getByRole('alert');
  }

  /** Opens the page and waits until the engine has chosen a backend. */
  async open({ settings = '', backend }: OpenOptions = {}): Promise<void> {
    const address = new URL(process.env.M2PT_URL ?? '');
    if (backend) address.searchParams.set('backend', backend);
    if (settings) address.hash = settings;
    await this.page.goto(address.href);
    await expect(this.badge).not.toContainText('starting', { timeout: 60_000 });
  }

  button(name: string | RegExp, within: Locator | Page = this.page): Locator {
    return within.getByRole('button', { name });
  }

  /** Gives files to the page through the button of that name, as the browser's dialog does. */
  async choose(name: string, files: DroppedPart[] | string, within: Locator | Page = this.data): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.button(name, within).click();
    await (await chooser).setFiles(files);
  }

  /** Drops files onto the Data column. */
  async drop(files: readonly DroppedPart[]): Promise<void> {
    const parts = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString('base64') }));
    const transfer = await this.page.evaluateHandle((given) => {
      const all = new DataTransfer();
      for (const { name, mimeType, base64 } of given) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        all.items.add(new File([bytes], name, { type: mimeType }));
      }
      return all;
    }, parts);
    for (const type of ['dragenter', 'dragover', 'drop']) await this.data.dispatchEvent(type, { dataTransfer: transfer });
  }

  /** Opens a model folder in the dialog of that role and chooses it. */
  async openModel(role: 'Target' | 'Auxiliary', folder: string): Promise<void> {
    await this.button(new RegExp(`^${role}`), this.train).click();
    const dialog = this.page.getByRole('dialog');
    await this.choose('Open model folder…', folder, dialog);
    const name = folder.split('/').at(-1) ?? folder;
    await expect(dialog).toBeHidden();
    await expect(this.button(new RegExp(`^${role}.*${name}`), this.train)).toBeVisible();
  }

  /** The control of a setting in numbers. */
  field(label: string): Locator {
    return this.train.getByLabel(label, { exact: true });
  }

  /**
   * Opens the help by its key, again and again.
   * @returns time from each press to the end of the frame that shows the answer, in ms, as the page's own clock tells it
   */
  async answerTimes(presses: number): Promise<number[]> {
    const times = await this.page.evaluateHandle(() => {
      const answered: number[] = [];
      const onKey = (event: KeyboardEvent) => {
        if (event.key !== '?') return;
        // A message is taken only after the frame has been drawn.
        const drawn = new MessageChannel();
        drawn.port1.onmessage = () => answered.push(performance.now() - event.timeStamp);
        requestAnimationFrame(() => drawn.port2.postMessage(null));
      };
      window.addEventListener('keydown', onKey, { capture: true });
      return answered;
    });
    const help = this.page.getByRole('dialog');
    for (let press = 0; press < presses; press++) {
      await this.page.keyboard.press('?');
      await expect(help).toBeVisible();
      await this.page.keyboard.press('Escape');
      await expect(help).toBeHidden();
    }
    return times.jsonValue();
  }

  /** Presses Train and waits for the verdict. */
  async trainAll(): Promise<void> {
    await this.button(/^Train \d+ runs?$/, this.train).click();
    await this.finished();
  }

  async finished(timeout = 110_000): Promise<void> {
    await expect(this.button('Change settings', this.train)).toBeVisible({ timeout });
  }

  /** The settings that are in the address. */
  settings(): string {
    return new URL(this.page.url()).hash.slice(1);
  }
}

/** A zip as the browser hands it over. */
export function zipFile(name: string, buffer: Buffer): DroppedPart {
  return { name, mimeType: 'application/zip', buffer };
}
