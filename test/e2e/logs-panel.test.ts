import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageOptions, WatchedPage } from '../support/browser.ts';
import { axeViolations, launchBrowser, openPage, overflowOf } from '../support/browser.ts';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { ROOT, stopProgram } from '../support/program.ts';
import type { RunningStation } from '../support/telltale.ts';
import { getJson, startStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const MARKUP = `<img src=x onerror="document.body.id='taken'">`;
/** Would end the text that it stands in, and then want everything. */
const SLY_SERVICE = 'pay" OR service:"shop';
const SHOWN_MS = 15_000;
const LINES = 300;

async function log(
  url: string,
  service: string,
  lines: readonly (readonly [severity: number, text: string])[],
) {
  const logRecords = lines.map(([severityNumber, stringValue], i) => ({
    timeUnixNano: String(BigInt(Date.now()) * 1_000_000n + BigInt(i) * 1_000_000n),
    severityNumber,
    body: { stringValue },
  }));
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: service } }] };
  const body = JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/v1/logs`, { method: 'POST', headers, body });
  expect(response.status).toBe(200);
}

describe.runIf(hasProgram('chromium'))('log lines beside figures', () => {
  const folder = suiteFolder();
  const profile = suiteFolder();
  let station: RunningStation;
  let browser: Browser;

  beforeAll(async () => {
    const config = join(ROOT, 'test/e2e/fixtures/logs-panel.config.ts');
    station = await startStation(await freePort(), folder.path, ['--no-host', '--config', config]);
    browser = await launchBrowser(profile.path);
    const many = Array.from({ length: LINES }, (_, i) => [9, `order ${i}`] as const);
    await log(station.url, 'shop', [...many, [17, `refused ${MARKUP}`]]);
    await log(station.url, SLY_SERVICE, [[17, 'sly']]);
    await waitFor('the lines', async () => {
      const query = new URLSearchParams({
        query: 'level>=error',
        start: '0',
        end: String(Date.now() / 1000 + 60),
      });
      const { records } = (await getJson(`${station.url}/api/telltale/logs?${query}`)) as {
        records: unknown[];
      };
      return records.length === 2;
    });
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    if (station !== undefined) await stopProgram(station);
  });

  function panelOf({ page }: WatchedPage, title: string): Locator {
    return page.getByRole('article', { name: title, exact: true });
  }

  async function openShop(more = '', options?: PageOptions): Promise<WatchedPage> {
    const watched = await openPage(browser, `${station.url}/d/shop?range=15m${more}`, options);
    await panelOf(watched, 'What went wrong').waitFor({ timeout: SHOWN_MS });
    return watched;
  }

  test('show what their query finds, as text; one without lines says so', async () => {
    const watched = await openShop();
    const wrong = panelOf(watched, 'What went wrong');
    await wrong.getByText(`refused ${MARKUP}`).waitFor({ timeout: SHOWN_MS });
    expect(await wrong.getByRole('listitem').count()).toBe(1);
    const quiet = panelOf(watched, 'Quiet');
    await quiet.scrollIntoViewIfNeeded();
    await quiet.getByText('No lines in this time').waitFor({ timeout: SHOWN_MS });
    expect(await watched.page.evaluate(() => document.body.id)).toBe('');
    expect(watched.faults).toEqual([]);
    await watched.page.close();
  });

  test('new lines come in by themselves, the newest first, and few rows are there', async () => {
    const watched = await openShop();
    const all = panelOf(watched, 'Everything');
    await all.scrollIntoViewIfNeeded();
    const first = all.getByRole('listitem').first();
    await first.waitFor({ timeout: SHOWN_MS });
    await log(station.url, 'shop', [[9, 'just now']]);
    await expect.poll(() => first.textContent(), { timeout: SHOWN_MS }).toContain('just now');
    expect(await all.getByRole('listitem').count()).toBeLessThan(60);
    await watched.page.close();
  });

  test('the keys go from line to line and open one beside the page; the mouse does too', async () => {
    const watched = await openShop();
    const { page } = watched;
    const all = panelOf(watched, 'Everything');
    await all.scrollIntoViewIfNeeded();
    await all.getByRole('listitem').first().getByRole('button').focus();
    const at = () => page.evaluate(() => Number((document.activeElement as HTMLElement).dataset['index']));
    await page.keyboard.press('ArrowDown');
    await expect.poll(at).toBe(1);
    for (let i = 0; i < 10; i++) {
      await page.keyboard.press('PageDown');
      await expect.poll(at).toBe(11 + i * 10);
    }
    const told = await page.evaluate(() => document.activeElement?.textContent ?? '');
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog');
    const message = told.replace(/^.*(order \d+)$/, '$1');
    await drawer.getByText(message, { exact: true }).first().waitFor({ timeout: SHOWN_MS });
    expect(new URL(page.url()).searchParams.get('drawer')).toMatch(/^line:/);
    await page.keyboard.press('Escape');
    await panelOf(watched, 'What went wrong').getByRole('listitem').first().click();
    await drawer.getByText(`refused ${MARKUP}`).first().waitFor({ timeout: SHOWN_MS });
    expect(watched.faults).toEqual([]);
    await page.close();
  });

  test('what is chosen of a variable is a text, whatever it says, and goes along to the page of logs', async () => {
    const watched = await openShop(`&var-program=${encodeURIComponent(SLY_SERVICE)}`);
    const wrong = panelOf(watched, 'What went wrong');
    await wrong.getByText('sly', { exact: true }).waitFor({ timeout: SHOWN_MS });
    expect(await wrong.getByRole('listitem').count()).toBe(1);
    await wrong.getByRole('link', { name: /Open in Logs/ }).click();
    await watched.page.locator('.log-row', { hasText: 'sly' }).waitFor({ timeout: SHOWN_MS });
    const { searchParams } = new URL(watched.page.url());
    expect(searchParams.get('q')).toBe(String.raw`service:"pay\" OR service:\"shop" level>=error`);
    expect(searchParams.get('range')).toBe('15m');
    expect(await watched.page.locator('.log-row').count()).toBe(1);
    await watched.page.close();
  });

  test('where the station does not answer, the panel says so and offers to ask again', async () => {
    const watched = await openPage(browser, `${station.url}/login`);
    const { page } = watched;
    const isLogs = (url: URL): boolean => url.pathname === '/api/telltale/logs';
    await page.route(isLogs, (route) => route.fulfill({ status: 500, body: '{"error":"the disk is gone"}' }));
    await page.goto(`${station.url}/d/shop?range=15m&refresh=off`);
    const wrong = panelOf(watched, 'What went wrong');
    await wrong.getByText('The lines could not be loaded').waitFor({ timeout: SHOWN_MS });
    await page.unroute(isLogs);
    await wrong.getByText(`refused ${MARKUP}`).waitFor({ timeout: SHOWN_MS });
    await page.close();
  });

  test('pages with them are accessible in both themes, and as wide as a phone', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const watched = await openShop('', { colorScheme });
      await watched.page.getByRole('listitem').first().waitFor({ timeout: SHOWN_MS });
      expect(await axeViolations(watched.page)).toEqual([]);
      await watched.page.close();
    }
    const { page } = await openShop('', { width: 360, height: 800 });
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    await page.close();
  });
});
