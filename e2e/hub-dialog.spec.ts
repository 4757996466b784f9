/**
 * @file The model list by keyboard and over time, against a fake Hub: the focus never falls off the page, answers come into
 * view, and neither errors nor previews outlive their question.
 */
import { fixtureRepo } from '../test/fake-hub.ts';
import { expect, test } from './journey.ts';
import { deleteModel, fakeHub, lookUp, openList, REPO } from './pages/hub.ts';

const AUDIO = 'tests/micro-audio';
const repos = { [REPO]: fixtureRepo('micro-image'), [AUDIO]: fixtureRepo('micro-audio') };

test('by keyboard: look up, download, use, delete, and the focus is always somewhere', async ({ playground, page, context }) => {
  await fakeHub(context, repos);
  await playground.open({ settings: 'v=1&data=sample:textures&aux=none' });
  const dialog = await openList(playground);
  await dialog.getByLabel('Model', { exact: true }).fill(REPO);
  await dialog.getByRole('button', { name: 'Look up' }).press('Enter');
  const card = dialog.getByRole('article', { name: REPO });
  await expect(card.getByRole('heading')).toBeFocused();
  await expect(card.getByRole('button', { name: /^Download/ })).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Tab');
  await expect(card.getByRole('button', { name: /^Download/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(card.getByRole('button', { name: 'Use as target' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(playground.button(/^Target.*micro-image/, playground.train)).toBeFocused();

  const again = await openList(playground);
  await lookUp(again, AUDIO);
  await expect(again.getByRole('article')).toContainText('It hears sounds');
  await again.getByRole('button', { name: /^Download .* anyway$/ }).press('Enter');
  const use = again.getByRole('button', { name: 'Use as target' });
  await expect(use).toBeFocused();
  await expect(use).toBeDisabled();
  await again.getByRole('button', { name: `Delete ${AUDIO}` }).press('Enter');
  await expect(again.getByRole('button', { name: 'Keep' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(again.getByRole('button', { name: `Delete ${AUDIO}` })).toBeFocused();
  await deleteModel(again, AUDIO);
  await expect(again.getByRole('button', { name: `Delete ${REPO}` })).toBeFocused();
  await expect(again.getByRole('listitem').filter({ hasText: REPO })).toContainText('used as target');
  await deleteModel(again);
  await expect(again.getByText('No downloaded models are kept')).toBeFocused();
  await expect(again).toContainText('which is no longer on this computer');
});

test('errors and previews do not outlive their question', async ({ page, playground, context }) => {
  await fakeHub(context, repos);
  await playground.open({ settings: 'v=1&data=sample:textures' });
  const dialog = await openList(playground);
  await lookUp(dialog, 'only-a-name');
  await expect(dialog.getByRole('alert')).toContainText('owner/name');
  await dialog.getByLabel('Model', { exact: true }).fill('');
  await page.keyboard.press('Escape');
  const other = await openList(playground, 'Auxiliary');
  await expect(other.getByRole('heading', { name: 'From Hugging Face' })).toBeVisible();
  await expect(other.getByRole('alert')).toHaveCount(0);

  const config = { name: 'config.json', mimeType: 'application/json', buffer: Buffer.from('{}') };
  await playground.choose('Open files…', [config], other);
  await expect(other.getByRole('alert')).toBeVisible();
  await page.keyboard.press('Escape');
  await openList(playground);
  await expect(dialog.getByRole('alert')).toHaveCount(0);

  await lookUp(dialog);
  await expect(dialog.getByRole('article')).toContainText('Fits as a target');
  await page.keyboard.press('Escape');
  await openList(playground, 'Auxiliary');
  await expect(other.getByRole('article')).toHaveCount(0);
  await expect(other.getByLabel('Model', { exact: true })).toHaveValue('');
});

test('suggestions fit the role', async ({ playground, context }) => {
  await fakeHub(context, repos);
  await playground.open({ settings: 'v=1&data=sample:textures' });
  const target = await openList(playground);
  await target.getByText('Repositories that work').click();
  await expect(target.getByRole('button', { name: 'facebook/vit-mae-base' })).toBeVisible();
  await expect(target.getByRole('button', { name: /MIT|MCG-NJU/ })).toHaveCount(0);
  await expect(target).toContainText('A pair that goes together');
  await target.getByRole('button', { name: 'Close' }).click();
  const auxiliary = await openList(playground, 'Auxiliary');
  await auxiliary.getByText('Repositories that work').click();
  await expect(auxiliary).toContainText('No published auxiliary of another modality is known that is 128 wide with 6 blocks');
  await expect(auxiliary.getByRole('button', { name: /timm|facebook|MIT|MCG/ })).toHaveCount(0);
});
