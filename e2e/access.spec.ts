/** @file Everyone can use it: keyboard alone, assistive technology, light and dark, a phone. */
import { expect, test, violations } from './journey.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no violations when empty and when loaded, ${colorScheme}`, async ({ playground, page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await playground.open();
    expect(await violations(page)).toEqual([]);
    await playground.button(/^Textures/, playground.data).click();
    await expect(playground.button(/^Train \d+ runs?$/, playground.train)).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}

test('settings are undone and redone by keyboard, and by Back and Forward', async ({ playground, page }) => {
  await playground.open({ settings: 'v=1&data=sample:textures' });
  const epochs = playground.field('Epochs');
  await epochs.fill('9');
  await page.keyboard.press('Tab');
  await expect.poll(() => playground.settings()).toContain('epochs=9');
  await page.locator('body').click({ position: { x: 2, y: 2 } });
  await page.keyboard.press('Control+z');
  await expect.poll(() => playground.settings()).not.toContain('epochs=9');
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(() => playground.settings()).toContain('epochs=9');

  await page.goBack();
  await expect(epochs).toHaveValue('6');
  await page.goForward();
  await expect(epochs).toHaveValue('9');
  await expect(playground.data).toContainText('6 classes');
  await expect(playground.data).not.toContainText('This link was made with');
});

test('the keyboard reaches the demo and the help', async ({ playground, page }) => {
  await playground.open();
  await page.keyboard.press('Tab');
  await expect(page.getByText('Skip to training')).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(playground.button('Run the demo', playground.train)).toBeFocused();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('a phone shows everything without scrolling sideways', async ({ playground, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await playground.open({ settings: 'v=1&data=sample:textures' });
  await expect(playground.data).toContainText('6 classes');
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0);
  await expect(page.getByRole('navigation', { name: 'Steps' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
});
