/**
 * @file `test` for journeys: gives the page object, and fails a journey during which anything reached the console
 * as an error or was thrown unhandled.
 */
import { test as base, expect } from '@playwright/test';
import { Playground } from './pages/playground.ts';

export const test = base.extend<{ playground: Playground }>({
  playground: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
    });
    await use(new Playground(page));
    expect(complaints).toEqual([]);
  },
});

export { expect };
