import { writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import type { DashboardsResponse } from '@telltale/station/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageOptions, WatchedPage } from '../support/browser.ts';
import { axeViolations, launchBrowser, openPage, overflowOf } from '../support/browser.ts';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { stopProgram } from '../support/program.ts';
import type { RunningStation } from '../support/telltale.ts';
import { getJson, queryInstant, startStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const KEPT_TRACE = 'ab'.repeat(16);
const LOST_TRACE = 'cd'.repeat(16);
const MARKUP = `<img src=x onerror="document.body.id='taken'">`;
const SHOWN_MS = 15_000;
const QUERY = 'histogram_quantile(0.9, sum by (le) (rate(pay_seconds_bucket[20s])))';

/** OpenMetrics of a program whose histogram grows, with two measurements that know their traces. */
function metricsPage(asked: number, beganS: number): string {
  const route = MARKUP.replaceAll('"', '\\"');
  const bucket = (le: string, count: number, exemplar = ''): string =>
    `pay_seconds_bucket{route="${route}",le="${le}"} ${count * asked}${exemplar}`;
  return [
    '# HELP pay_seconds Time to pay',
    '# TYPE pay_seconds histogram',
    '# UNIT pay_seconds seconds',
    bucket('0.1', 4, ` # {trace_id="${KEPT_TRACE}"} 0.08 ${beganS}`),
    bucket('0.5', 9),
    bucket('+Inf', 10, ` # {trace_id="${LOST_TRACE}"} 3.5 ${beganS + 1}`),
    `pay_seconds_sum{route="${route}"} ${3 * asked}`,
    `pay_seconds_count{route="${route}"} ${10 * asked}`,
    '# EOF',
    '',
  ].join('\n');
}

async function sendTrace(url: string): Promise<void> {
  const nowNs = BigInt(Date.now()) * 1_000_000n;
  const span = {
    traceId: KEPT_TRACE,
    spanId: '1'.repeat(16),
    name: `POST ${MARKUP}`,
    kind: 2,
    startTimeUnixNano: String(nowNs),
    endTimeUnixNano: String(nowNs + 80_000_000n),
  };
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] };
  const body = JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/v1/traces`, { method: 'POST', headers, body });
  expect(response.status).toBe(200);
}

const RULES = `groups:
  - name: shop
    rules:
      - alert: PaySlow
        expr: ${QUERY} > 100
`;

describe.runIf(hasProgram('chromium'))('measurements that know their traces', () => {
  const folder = suiteFolder();
  const profile = suiteFolder();
  let program: Server;
  let station: RunningStation;
  let browser: Browser;
  let slug: string;

  beforeAll(async () => {
    let asked = 0;
    const beganS = Date.now() / 1000;
    program = createServer((_, response) => {
      asked++;
      response.setHeader('content-type', 'application/openmetrics-text; version=1.0.0');
      response.end(metricsPage(asked, beganS));
    });
    await new Promise<void>((resolve) => program.listen(0, '127.0.0.1', resolve));
    const address = `127.0.0.1:${(program.address() as AddressInfo).port}`;
    writeFileSync(join(folder.path, 'rules.yml'), RULES);
    const config = `global: { scrape_interval: 1s }
rule_files: [rules.yml]
scrape_configs: [{ job_name: shop, static_configs: [{ targets: ['${address}'] }] }]
`;
    writeFileSync(join(folder.path, 'prometheus.yml'), config);
    const given = ['--no-host', '--prometheus-config', 'prometheus.yml'];
    station = await startStation(await freePort(), folder.path, given);
    browser = await launchBrowser(profile.path);
    await sendTrace(station.url);
    await waitFor('a quantile', async () => {
      const [answer] = await queryInstant(station.url, QUERY);
      return answer !== undefined && answer.value[1] !== 'NaN';
    });
    await waitFor('the trace', async () => {
      const response = await fetch(`${station.url}/api/telltale/traces/${KEPT_TRACE}`);
      await response.text();
      return response.ok;
    });
    slug = await waitFor('the dashboard', async () => {
      const { dashboards } = (await getJson(`${station.url}/api/telltale/dashboards`)) as DashboardsResponse;
      return dashboards.find(({ panels }) =>
        panels.some(({ queries }) => queries.some(({ query }) => query.includes('pay_seconds_bucket'))),
      )?.slug;
    });
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    if (station !== undefined) await stopProgram(station);
    program?.closeAllConnections();
    await new Promise((resolve) => program?.close(resolve));
  });

  const explore = (more = ''): string =>
    `${station.url}/explore?range=5m&q=${encodeURIComponent(QUERY)}${more}`;

  /** The chart with exemplars of a page. */
  async function openChart(
    path: string,
    options?: PageOptions,
  ): Promise<WatchedPage & { readonly chart: Locator }> {
    const watched = await openPage(browser, path, options);
    const note = watched.page.locator('.exemplar-note').first();
    await note.waitFor({ timeout: SHOWN_MS });
    const chart = watched.page.locator('.chart[aria-label*="exemplars"]').first();
    await chart.scrollIntoViewIfNeeded();
    return { ...watched, chart };
  }

  async function atTrace(page: Page): Promise<string | null> {
    return new URL(page.url()).searchParams.get('drawer');
  }

  test('the keys go through them, tell each one, and open the trace, or say that it is not kept', async () => {
    const { page, chart, faults } = await openChart(explore());
    expect(await chart.getAttribute('aria-label')).toContain('2 exemplars, the largest 3.5');
    await chart.focus();
    await page.keyboard.press('ArrowUp');
    const told = page.locator('[aria-live=polite]', { hasText: LOST_TRACE });
    await expect.poll(() => told.count()).toBe(1);
    await page.keyboard.press('ArrowUp');
    const kept = page.locator('[aria-live=polite]', { hasText: KEPT_TRACE });
    await expect.poll(() => kept.first().textContent()).toContain(MARKUP);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('POST <img').first().waitFor({ timeout: SHOWN_MS });
    expect(await atTrace(page)).toBe(`trace:${KEPT_TRACE}`);
    await page.keyboard.press('Escape');
    await expect.poll(() => atTrace(page)).toBeNull();
    await chart.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => told.count()).toBe(1);
    await page.keyboard.press('Enter');
    await page.getByText('This trace is not here').waitFor({ timeout: SHOWN_MS });
    expect(await page.evaluate(() => document.body.id)).toBe('');
    // The station answers 404 for a trace that it does not have, which the browser notes.
    expect(faults.filter((text) => !text.includes('404'))).toEqual([]);
    await page.close();
  });

  test('the pointer shows what one is, and a click opens its trace', async () => {
    const { page, chart, faults } = await openChart(explore());
    // The keys say where it stands; the pointer goes there from elsewhere.
    await chart.focus();
    await page.keyboard.press('ArrowDown');
    const ring = page.locator('.exemplar-ring');
    await ring.waitFor();
    const box = (await ring.boundingBox())!;
    await page.keyboard.press('Escape');
    await expect.poll(() => ring.count()).toBe(0);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 3 });
    const tooltip = page.locator('.tooltip', { hasText: 'Exemplar' });
    await tooltip.waitFor({ timeout: SHOWN_MS });
    expect(await tooltip.textContent()).toContain(KEPT_TRACE);
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await expect.poll(() => atTrace(page)).toBe(`trace:${KEPT_TRACE}`);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('the menu of a panel hides and shows them, which the address keeps, and its table lists them', async () => {
    const { page, faults } = await openChart(`${station.url}/d/${slug}?range=5m`);
    const panel = page.locator('.panel', { has: page.locator('.exemplar-note') }).first();
    const title = (await panel.locator('.panel-title').textContent())!;
    const menu = page.locator('.panel', { hasText: title }).first();
    await menu.getByRole('button', { name: `More about ${title}` }).click();
    await page.getByRole('button', { name: 'Exemplars on this page' }).click();
    await expect.poll(() => page.locator('.exemplar-note').count()).toBe(0);
    expect(new URL(page.url()).searchParams.get('exemplars')).toBe('off');
    await page.reload();
    await page.locator('.chart').first().waitFor({ timeout: SHOWN_MS });
    expect(await page.locator('.exemplar-note').count()).toBe(0);
    await menu.getByRole('button', { name: `More about ${title}` }).click();
    await page.getByRole('button', { name: 'Exemplars on this page' }).click();
    await page.locator('.exemplar-note').first().waitFor({ timeout: SHOWN_MS });
    await menu.getByRole('button', { name: 'View as table' }).first().click();
    const rows = page.getByRole('table', { name: 'Exemplars' });
    await rows.getByText(LOST_TRACE).waitFor({ timeout: SHOWN_MS });
    expect(await rows.textContent()).toContain(MARKUP);
    await rows.getByRole('button', { name: KEPT_TRACE }).click();
    await expect.poll(() => atTrace(page)).toBe(`trace:${KEPT_TRACE}`);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('the chart of an alert has them too', async () => {
    const { page, chart } = await openChart(`${station.url}/alerts/PaySlow?range=5m`);
    expect(await chart.getAttribute('aria-label')).toContain('2 exemplars');
    await page.close();
  });

  test('they are asked for with the lines, in one request of the page', async () => {
    const bodies: string[] = [];
    const { page } = await openChart(`${station.url}/d/${slug}?range=5m&refresh=off`);
    page.on('request', (request) => {
      if (request.url().endsWith('/query_batch')) bodies.push(request.postData() ?? '');
    });
    const answered = page.waitForResponse((response) => response.url().endsWith('/query_batch'));
    await page.reload();
    await answered;
    await page.locator('.exemplar-note').first().waitFor({ timeout: SHOWN_MS });
    const asking = bodies.map((text) => JSON.parse(text)).filter(({ exemplars }) => exemplars !== undefined);
    expect(asking.every(({ queries }) => queries.length > 0)).toBe(true);
    expect(asking).toHaveLength(1);
    await page.close();
  });

  test('pages with them are accessible in both themes, and as wide as a phone', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await openChart(explore(), { colorScheme });
      expect(await axeViolations(page)).toEqual([]);
      await page.close();
    }
    const { page } = await openChart(explore(), { width: 360, height: 800 });
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    await page.close();
  });
});
