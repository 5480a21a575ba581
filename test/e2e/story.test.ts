import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AlertsResponse, StoryResponse } from '@telltale/station/contract';
import { axeViolations, launchBrowser, openPage } from '../support/browser.ts';
import type { Quickstart } from '../support/quickstart.ts';
import { startQuickstart } from '../support/quickstart.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const folder = suiteFolder();
const SHOWN_MS = 15_000;
let quickstart: Quickstart;
let browser: Browser;

async function read<Answer>(path: string): Promise<Answer> {
  return (await (await fetch(`${quickstart.url}${path}`)).json()) as Answer;
}

beforeAll(async () => {
  [quickstart, browser] = await Promise.all([
    startQuickstart(join(folder.path, 'data')),
    launchBrowser(folder.path),
  ]);
  await waitFor('orders', async () => {
    const story = await read<StoryResponse>('/api/telltale/story?key=query:up');
    return story.metrics?.[0]?.seriesCount > 0;
  });
  await quickstart.turn('break');
  await waitFor(
    'the alert',
    async () => {
      const { rules } = await read<AlertsResponse>('/api/telltale/alerts');
      return rules.some(({ name, state }) => name === 'HighErrorRate' && state === 'firing');
    },
    90_000,
  );
  await waitFor('a failed trace', async () => {
    const { trace, logs } = await read<StoryResponse>('/api/telltale/story?key=alert:HighErrorRate');
    return trace !== null && logs.some(({ traceId }) => traceId === trace.traceId);
  });
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await quickstart?.stop();
});

/** What somebody reads on the page of the story who wants to know why checkout fails. */
async function readsTheCause(page: Page): Promise<void> {
  const charge = page.locator('.story-span', { hasText: 'charge' }).first();
  await expect.poll(() => charge.getAttribute('open')).not.toBeNull();
  expect(await charge.textContent()).toContain('the payment provider is not available');
  expect(await page.locator('.story-item.is-suspect').textContent()).toMatch(
    /Deployment.*shop 1\.1\.0.*the last change before it went wrong/s,
  );
  expect(await page.locator('.page-summary').textContent()).toContain('after shop 1.1.0');
}

test('with the mouse: from the overview to the alert, its story, the slow span, its line, and the deployment', async () => {
  const { page, faults } = await openPage(browser, quickstart.url);
  await page
    .getByRole('link', { name: /HighErrorRate/ })
    .first()
    .click({ timeout: SHOWN_MS });
  await page.getByRole('link', { name: 'Story' }).click({ timeout: SHOWN_MS });
  await page.locator('.story-span summary', { hasText: 'charge' }).first().click({ timeout: SHOWN_MS });
  await page.locator('.story-span summary', { hasText: 'checkout' }).first().click();
  expect(await page.locator('.story-span-line').first().textContent()).toContain('checkout failed');
  await readsTheCause(page);
  expect(faults).toEqual([]);
  await page.close();
});

test('with the keyboard: from the overview to the alert, its story, the slow span, and the deployment', async () => {
  const { page, faults } = await openPage(browser, quickstart.url);
  await page
    .getByRole('link', { name: /HighErrorRate/ })
    .first()
    .waitFor({ timeout: SHOWN_MS });
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Search or jump to' }).waitFor({ timeout: SHOWN_MS });
  await page.keyboard.type('HighErrorRate');
  await page.locator('[role=option]', { hasText: 'HighErrorRate' }).first().waitFor({ timeout: SHOWN_MS });
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Story' }).waitFor({ timeout: SHOWN_MS });
  await page.keyboard.press('y');
  const summary = page.locator('.story-span summary', { hasText: 'charge' }).first();
  await summary.waitFor({ timeout: SHOWN_MS });
  await pressUntil(page, 'Tab', () => summary.evaluate((element) => element === document.activeElement));
  await page.keyboard.press('Enter');
  await readsTheCause(page);
  expect(faults).toEqual([]);
  await page.close();
});

async function pressUntil(page: Page, key: string, isThere: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 80; i++) {
    if (await isThere()) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not lead there`);
}

test('a saved story opens from the disk, asks nobody, runs nothing, and has its data', async () => {
  const { page } = await openPage(browser, `${quickstart.url}/story/alert:HighErrorRate`);
  await page.locator('.story-picture').waitFor({ timeout: SHOWN_MS });
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as a file' }).click(),
  ]);
  const file = join(folder.path, 'story.html');
  await saved.saveAs(file);
  await page.close();
  const asked: string[] = [];
  const copy = await browser.newPage({ javaScriptEnabled: false });
  copy.on('request', (request) => asked.push(request.url()));
  await copy.goto(`file://${file}`);
  expect(await copy.locator('h1').textContent()).toContain('HighErrorRate');
  await copy.locator('.story-span summary', { hasText: 'charge' }).first().click();
  await readsTheCause(copy);
  expect(asked).toEqual([`file://${file}`]);
  await copy.close();
  const html = readFileSync(file, 'utf8');
  const data = /<script type="application\/json" id="story">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
  expect((JSON.parse(data) as StoryResponse).key).toBe('alert:HighErrorRate');
});

test.each(['light', 'dark'] as const)('axe finds nothing on the page of a story, %s', async (colorScheme) => {
  const { page, faults } = await openPage(browser, `${quickstart.url}/story/alert:HighErrorRate`, {
    colorScheme,
  });
  await page.locator('.story-picture').waitFor({ timeout: SHOWN_MS });
  expect(await axeViolations(page)).toEqual([]);
  expect(faults).toEqual([]);
  await page.close();
});

test('a story fits on a phone, survives a reload, and says when there is none', async () => {
  const { page } = await openPage(browser, `${quickstart.url}/story/alert:HighErrorRate?trouble=1`, {
    width: 360,
  });
  await page.locator('.story-picture').waitFor({ timeout: SHOWN_MS });
  await page.reload();
  const toggle = page.getByRole('button', { name: 'Only what went wrong' });
  await toggle.waitFor({ timeout: SHOWN_MS });
  expect(await toggle.getAttribute('aria-pressed')).toBe('true');
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await page.goto(`${quickstart.url}/story/alert:NoSuchAlert`);
  await expect.poll(() => page.locator('main').textContent()).toContain('nothing is known of this any more');
  await page.close();
});
