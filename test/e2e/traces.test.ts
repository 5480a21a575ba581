import { writeOtlpTraces } from '@telltale/model/wire';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { WatchedPage } from '../support/browser.ts';
import { axeViolations, launchBrowser, openPage, overflowOf } from '../support/browser.ts';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { stopProgram } from '../support/program.ts';
import type { RunningStation } from '../support/telltale.ts';
import { startStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import {
  FAILED_TRACE,
  HOSTILE_NAME,
  LARGE_SPANS,
  LARGE_TRACE,
  PARTIAL_TRACE,
  largeTrace,
  shopSpans,
} from './ui/shop-spans.ts';

/** Spans of one request. */
const BATCH = 2000;
const MOST_NODES = 1500;

/* One station, to which the spans of a shop were sent by OTLP, and one tab serve all tests of this file. */
describe.runIf(hasProgram('chromium'))('traces in a browser', () => {
  const folder = suiteFolder();
  const profile = suiteFolder();
  let station: RunningStation;
  let browser: Browser;
  let tab: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    station = await startStation(await freePort(), folder.path, ['--no-host']);
    const nowMs = Date.now();
    const spans = [...shopSpans(nowMs), ...largeTrace(nowMs)];
    for (let at = 0; at < spans.length; at += BATCH) {
      const response = await fetch(`${station.url}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-protobuf' },
        body: writeOtlpTraces(spans.slice(at, at + BATCH)),
      });
      expect(response.status, await response.text()).toBe(200);
    }
    await waitFor('all spans to be stored', async () => {
      const answer = await fetch(`${station.url}/api/telltale/traces/${LARGE_TRACE}`);
      if (!answer.ok) return false;
      const { spans: stored } = (await answer.json()) as { spans: unknown[] };
      return stored.length === LARGE_SPANS;
    });
    browser = await launchBrowser(profile.path);
    tab = await openPage(browser, `${station.url}/traces`);
    ({ page } = tab);
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    if (station !== undefined) await stopProgram(station);
  });

  beforeEach(async () => {
    tab.faults.length = 0;
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
  });

  const rowOf = (name: string) => page.getByRole('row', { name });
  const spanRows = () => page.getByRole('treegrid', { name: 'Spans' }).locator('[data-index]');
  const show = async (path: string): Promise<void> => {
    await page.goto(station.url + path);
  };
  const showTrace = async (traceId: string, search = ''): Promise<void> => {
    await show(`/traces/${traceId}${search}`);
    await spanRows().first().waitFor();
  };

  test('a failed trace is found by status, opened, and says what was thrown', async () => {
    await show('/traces');
    await rowOf('POST /checkout').first().waitFor();
    await page.getByRole('button', { name: 'Errors', exact: true }).click();
    await expect.poll(() => page.getByRole('table', { name: 'Traces' }).getByRole('row').count()).toBe(2);
    expect(new URL(page.url()).searchParams.get('status')).toBe('error');
    await page.getByRole('link', { name: 'POST /checkout' }).click();
    await spanRows().first().waitFor();
    expect(new URL(page.url()).pathname).toBe(`/traces/${FAILED_TRACE}`);
    await spanRows().filter({ hasText: 'POST /charge' }).click();
    const details = page.getByRole('complementary', { name: 'Span' });
    await expect.poll(() => details.innerText()).toContain('card declined');
    expect(await details.innerText()).toContain('at charge (pay.ts:7:3)');
    await page.reload();
    await expect.poll(() => details.innerText()).toContain('card declined');
    await page.goBack();
    await expect.poll(() => details.count()).toBe(0);
    await page.goBack();
    await expect.poll(() => new URL(page.url()).searchParams.get('status')).toBe('error');
    expect(tab.faults).toEqual([]);
  });

  test('a waterfall is gone through with the keyboard alone', async () => {
    await showTrace(FAILED_TRACE);
    await spanRows().first().focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => spanRows().count()).toBe(1);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => spanRows().count()).toBe(6);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const details = page.getByRole('complementary', { name: 'Span' });
    await details.getByRole('heading', { name: 'read basket' }).waitFor();
    await page.keyboard.press('n');
    await details.getByRole('heading', { name: 'POST pay' }).waitFor();
    await page.keyboard.press('p');
    await details.getByRole('heading', { name: 'POST /checkout' }).waitFor();
    await page.keyboard.press('e');
    await expect.poll(() => spanRows().count()).toBe(3);
    expect(tab.faults).toEqual([]);
  });

  test('ten thousand spans are scrolled and searched with few elements on the page', async () => {
    await showTrace(LARGE_TRACE);
    const nodes = () => page.evaluate(() => document.querySelectorAll('*').length);
    expect(await nodes()).toBeLessThan(MOST_NODES);
    await spanRows().first().focus();
    await page.keyboard.press('End');
    await spanRows()
      .filter({ hasText: `row ${LARGE_SPANS - 1}` })
      .waitFor();
    expect(await nodes()).toBeLessThan(MOST_NODES);
    await page.getByRole('searchbox', { name: 'Search in spans' }).fill('row 5000');
    await page.getByText('1 found').waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page
      .getByRole('complementary', { name: 'Span' })
      .getByRole('heading', { name: 'row 5000' })
      .waitFor();
    await spanRows().filter({ hasText: 'row 5000' }).waitFor();
    expect(await nodes()).toBeLessThan(MOST_NODES);
    expect(tab.faults).toEqual([]);
  });

  test('names of spans are text, whatever they are', async () => {
    await showTrace(FAILED_TRACE);
    await spanRows()
      .filter({ hasText: HOSTILE_NAME.slice(0, 20) })
      .waitFor();
    for (const view of ['flame', 'statistics']) {
      await show(`/traces/${FAILED_TRACE}?view=${view}`);
      await page.getByText(HOSTILE_NAME.slice(0, 20)).first().waitFor();
    }
    expect(await page.title()).not.toContain('caught');
    expect(await page.locator('img').count()).toBe(0);
    expect(tab.faults).toEqual([]);
  });

  test('a trace without its first spans says so, and that clocks do not agree', async () => {
    await showTrace(PARTIAL_TRACE);
    await page.getByText('Parts of this trace are missing').waitFor();
    await page.getByText('The clocks of mail and templates do not agree').waitFor();
    expect(tab.faults).toEqual([]);
  });

  test('a trace that is not kept says so, and leads to others', async () => {
    await show(`/traces/${'9'.repeat(32)}`);
    await page.getByText('This trace is not here').waitFor();
    await page.getByRole('link', { name: 'Search traces' }).click();
    await rowOf('POST /checkout').first().waitFor();
  });

  test('a wrong query is marked where it is wrong, and an id that is pasted opens its trace', async () => {
    await show('/traces?q=checkout');
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('write which part of a span');
    const query = page.getByRole('textbox', { name: 'Query' });
    await query.fill(FAILED_TRACE.toUpperCase());
    await query.press('Enter');
    await spanRows().first().waitFor();
    expect(new URL(page.url()).pathname).toBe(`/traces/${FAILED_TRACE}`);
  });

  test('the picture of traces is gone through by arrow keys, and Enter opens one', async () => {
    await show('/traces?status=error');
    const picture = page.getByRole('application', { name: /^1 traces by begin and duration, 1 with errors/ });
    await picture.focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('status').filter({ hasText: 'shop: POST /checkout' }).waitFor();
    await page.keyboard.press('Enter');
    await spanRows().first().waitFor();
    expect(new URL(page.url()).pathname).toBe(`/traces/${FAILED_TRACE}`);
  });

  test('operations have rate, errors and durations; failed traces are compared with all others', async () => {
    await show('/traces?view=operations&service=pay');
    await page.getByRole('row', { name: /POST \/charge/ }).waitFor();
    await show('/traces?view=compare&status=error');
    const gold = page
      .getByRole('table', { name: 'Attributes that differ' })
      .getByRole('row', { name: /gold/ });
    await expect.poll(() => gold.innerText()).toContain('100%');
    await show(`/traces/${FAILED_TRACE}?view=compare&with=${'1'.padStart(32, '0')}`);
    await page.getByRole('table', { name: 'Operations of both traces' }).getByText('POST /charge').waitFor();
  });

  test('a trace opens beside any page', async () => {
    await show(`/targets?drawer=trace:${FAILED_TRACE}/0000000000000004`);
    const drawer = page.getByRole('dialog', { name: 'shop: POST /checkout' });
    await drawer.getByRole('heading', { name: 'POST /charge' }).waitFor();
    await drawer.getByRole('link', { name: 'Whole trace' }).click();
    await page.getByRole('complementary', { name: 'Span' }).waitFor();
    expect(new URL(page.url()).searchParams.get('span')).toBe('0000000000000004');
  });

  test('the service map is gone through by arrow keys, and leads to traces', async () => {
    await show('/map');
    await page.getByRole('button', { name: /^shop / }).focus();
    await page.keyboard.press('ArrowRight');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-service')))
      .toBe('pay');
    await page.keyboard.press('Enter');
    const details = page.getByRole('complementary', { name: 'Service' });
    await details.getByRole('button', { name: 'postgresql' }).waitFor();
    expect(new URL(page.url()).searchParams.get('service')).toBe('pay');
    await details.getByRole('link', { name: 'Traces', exact: true }).click();
    await rowOf('POST /checkout').first().waitFor();
    expect(new URL(page.url()).searchParams.get('service')).toBe('pay');
    await show('/map?view=table');
    await page.getByRole('row', { name: /shop → pay/ }).waitFor();
    expect(tab.faults).toEqual([]);
  });

  test.each([
    ['/traces', '[role="application"]'],
    [`/traces/${FAILED_TRACE}?span=0000000000000004`, '.trace-details'],
    [`/traces/${FAILED_TRACE}?view=flame`, '.flame-frame'],
    ['/map?service=pay', '.map-details'],
  ])('%s breaks no rule of accessibility, in light and dark, and fits a phone', async (path, content) => {
    await show(path);
    await page.locator(content).first().waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => axeViolations(page)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 780 });
    await expect.poll(() => overflowOf(page)).toBe(0);
  });
});
