import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { instrument } from '@telltale/sdk';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openPage } from '../support/browser.ts';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { ROOT, stopProgram } from '../support/program.ts';
import type { RunningStation } from '../support/telltale.ts';
import { queryInstant, startStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import definition from './fixtures/watched-service.config.ts';

const REQUESTS_EVERY_MS = 100;

/** A program that answers its own requests, of which one in four fails. */
async function startBakery() {
  const t = instrument(definition);
  let asked = 0;
  const server: Server = createServer(
    t.http.wrap(async (request, response) => {
      if (request.url === '/metrics') {
        t.http.metricsHandler(request, response);
        return;
      }
      t.http.route(request, '/bread');
      await t.http.phase('database', () => Promise.resolve(), request);
      t.metrics.loaves_total.inc({ kind: 'rye' });
      asked++;
      response.statusCode = asked % 4 === 0 ? 500 : 200;
      response.end();
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stopped = new AbortController();
  const ask = () => fetch(`http://${address}/bread`, { signal: stopped.signal }).catch(() => undefined);
  const timer = setInterval(() => void ask(), REQUESTS_EVERY_MS);
  return {
    address,
    stop: async () => {
      clearInterval(timer);
      stopped.abort();
      server.close();
      server.closeAllConnections();
      await t.shutdown();
    },
  };
}

describe.runIf(hasProgram('chromium'))('services, targets and rules in a browser', () => {
  const folder = suiteFolder();
  const profile = suiteFolder();
  let bakery: Awaited<ReturnType<typeof startBakery>>;
  let station: RunningStation;
  let browser: Browser;

  beforeAll(async () => {
    bakery = await startBakery();
    process.env['BAKERY_TARGET'] = bakery.address;
    const config = join(ROOT, 'test/e2e/fixtures/watched-service.config.ts');
    station = await startStation(await freePort(), folder.path, ['--no-host', '--config', config]);
    browser = await launchBrowser(profile.path);
    await waitFor('a rate of errors', async () => {
      const query = 'sum(rate(http_requests_total{status_code="500"}[1m])) > 0';
      return (await queryInstant(station.url, query)).length > 0;
    });
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    if (station !== undefined) await stopProgram(station);
    await bakery?.stop();
  });

  const open = (path: string, options = {}) => openPage(browser, `${station.url}${path}`, options);
  const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);

  test('the page of a service has tiles for rate, 95th percentile, errors, processor, memory and connections', async () => {
    const { page, faults } = await open('/s/bakery?range=5m');
    for (const [name, figure] of [
      ['RPS', /^[\d.]+\/s$/],
      ['P95', /^[\d.]+\s*(?:µs|ms|s)$/],
      ['Errors', /^[\d.]+%$/],
      ['CPU', /^[\d.]+%$/],
      ['Memory', /^[\d.]+\s*MiB$/],
      ['Connections', /^\d+$/],
    ] as const) {
      const value = page.getByRole('group', { name, exact: true }).locator('.stat-value');
      await waitFor(`the tile ${name}`, async () =>
        figure.test((await value.innerText()).replaceAll('\n', '')),
      );
    }
    expect(faults).toEqual([]);
    await page.close();
  });

  test('the flow of requests shows incoming, processed, success and error rates a second', async () => {
    const { page, faults } = await open('/s/bakery?range=5m');
    const flow = page.getByRole('region', { name: 'Request flow' });
    await flow.scrollIntoViewIfNeeded();
    const rate = async (name: string) => {
      const step = flow.locator('.flow-step', { hasText: name }).locator('.flow-rate');
      return Number((await step.innerText()).replace('/s', ''));
    };
    await waitFor('all four rates', async () => {
      const rates = await Promise.all(['Incoming', 'Processed', 'Success', 'Error'].map(rate));
      return rates.every((value) => value > 0);
    });
    // One in four fails.
    const [processed, success, error] = await Promise.all(['Processed', 'Success', 'Error'].map(rate));
    expect(success).toBeGreaterThan(error);
    expect(processed).toBeGreaterThan(error);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('the overview tells each service with its figures and what it promised, and what changed opens in the drawer', async () => {
    const { page, faults } = await open('/?range=5m');
    const service = page.getByRole('article', { name: 'bakery' });
    await service.waitFor();
    await waitFor('its figures', async () => /\d\s*\/s/.test(await service.innerText()));
    expect(await service.innerText()).toMatch(/1 of 2 up/);
    expect(await service.innerText()).toMatch(/team-ovens/);
    expect(await service.locator('.slo').innerText()).toMatch(/99% over 30 d/);
    await page.locator('.happening').first().focus();
    await page.keyboard.press('Enter');
    const drawer = page.locator('.drawer');
    await drawer.waitFor();
    await page.reload();
    await drawer.waitFor();
    await page.goBack();
    await drawer.waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a target that is down is filtered, opened and scraped by keys alone, and hostile labels are text', async () => {
    const { page, faults } = await open('/targets');
    await page.getByRole('table', { name: 'Targets of cellar' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('cellar');
    await page.getByRole('table', { name: 'Targets of bakery' }).waitFor({ state: 'detached' });
    expect(parameter(page, 'q')).toBe('cellar');
    const row = page.locator('.grid-row').first();
    expect(await row.innerText()).toContain('<img src=x onerror=alert(1)>');
    expect(await page.locator('main img').count()).toBe(0);
    await row.focus();
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog', { name: /^cellar/ });
    await drawer.getByRole('table').waitFor();
    expect(await drawer.getByRole('table').innerText()).toContain('__address__');
    await drawer.getByRole('button', { name: 'Scrape now' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText(/The scrape failed/).waitFor();
    await page.reload();
    await drawer.waitFor();
    await drawer.getByRole('button', { name: 'Close' }).focus();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await page.goBack();
    await drawer.waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a rule shows its state, expression, tests and proof, and leads to its alert and to Explore', async () => {
    const { page, faults } = await open('/rules?q=OvenCold');
    const row = page.locator('.grid-row');
    await row.first().waitFor();
    expect(await row.count()).toBe(1);
    expect(await row.innerText()).toMatch(
      /Quiet[^]*OvenCold[^]*loaves_total[^]*1 h[^]*no tests[^]*not proven/,
    );
    await row.focus();
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog', { name: 'OvenCold' });
    await drawer.waitFor();
    expect(await drawer.innerText()).toMatch(/watched-service\.config\.ts:\d+/);
    await page.reload();
    await drawer.getByRole('link', { name: 'Explore' }).click();
    await page.waitForURL(/\/explore\?.*loaves_total/);
    await page.goBack();
    await drawer.getByRole('link', { name: 'Alert', exact: true }).click();
    await page.waitForURL(/\/alerts\/OvenCold/);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('recording rules stand beside alerts, and can be shown alone', async () => {
    const { page } = await open('/rules?kind=recording&q=bakery%3Aloaves');
    const row = page.locator('.grid-row').first();
    await waitFor('the rule to be evaluated', async () => /Recorded/.test(await row.innerText()));
    expect(await row.innerText()).toContain('bakery:loaves:rate1m');
    await page.close();
  });

  test.each(['/s/bakery', '/rules', '/targets'])('%s fits a phone of 360 px in the dark', async (path) => {
    const { page, faults } = await open(path, { width: 360, height: 740, colorScheme: 'dark' });
    await page.locator('main .grid-row').first().waitFor();
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    expect(faults).toEqual([]);
    await page.close();
  });
});
