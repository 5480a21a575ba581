import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeViolations, launchBrowser, openPage, overflowOf } from '../support/browser.ts';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { ROOT, stopProgram } from '../support/program.ts';
import type { RunningStation } from '../support/telltale.ts';
import { queryInstant, startStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const HOSTILE = '<img src=x onerror=alert(1)>';
const WRITTEN_OUT = 'kept-in-the-definition';

const CONFIG = (
  port: number,
  every: string,
) => `import { counter, defineMonitoring } from '@telltale/sdk/define';
export default defineMonitoring({
  service: 'shop',
  owner: 'team-shop',
  metrics: { orders_total: counter({ help: 'Orders' }) },
  targets: {
    shop: {
      address: '127.0.0.1:${port}',
      every: '${every}',
      timeout: '2s',
      authorization: { file: 'token.txt' },
      headers: { 'x-api-key': '${WRITTEN_OUT}' },
    },
  },
});
`;

const PAGE = `orders_total 5\n{"${HOSTILE}",zone="${HOSTILE}"} 1\n`;

describe.skipIf(!hasProgram('chromium'))('the status in a browser', () => {
  const folder = suiteFolder();
  /** Without a definition above it. */
  const elsewhere = suiteFolder();
  let station: RunningStation;
  let reading: RunningStation | undefined;
  let browser: Browser;
  let port: number;
  const define = (every: string) =>
    writeFileSync(join(folder.path, 'telltale.config.ts'), CONFIG(port, every));
  const shop = createServer((_request, response) => {
    response.setHeader('content-type', 'text/plain; version=1.0.0; escaping=allow-utf-8');
    response.end(PAGE);
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
    port = (shop.address() as AddressInfo).port;
    symlinkSync(join(ROOT, 'node_modules'), join(folder.path, 'node_modules'));
    writeFileSync(join(folder.path, 'token.txt'), 'what-is-in-the-file\n');
    define('2s');
    station = await startStation(await freePort(), folder.path, ['--no-host', '--web.enable-lifecycle']);
    browser = await launchBrowser(folder.path);
    await waitFor(
      'the metric of a hostile name',
      async () => (await queryInstant(station.url, `{${JSON.stringify(HOSTILE)}}`)).length === 1,
      60_000,
    );
  }, 150_000);
  afterAll(async () => {
    await browser?.close();
    if (reading) await stopProgram(reading);
    await stopProgram(station);
    shop.close();
    shop.closeAllConnections();
  });

  test('the configuration in force is shown whole and found by search, its secrets nowhere', async () => {
    const { page, faults } = await openPage(browser, `${station.url}/status?view=configuration`);
    const bodies: string[] = [];
    page.on('response', async (response) => {
      bodies.push(await response.text().catch(() => ''));
    });
    const lines = page.getByRole('region', { name: 'Lines of prometheus.yml' });
    await lines.getByText('job_name: shop').waitFor();
    await lines
      .getByText('credentials_file: token.txt')
      .or(lines.getByText(/credentials_file: .*token\.txt/))
      .waitFor();
    await lines.getByText('x-api-key:').waitFor();
    await lines.getByText('<secret>').first().waitFor();

    await page.getByRole('searchbox', { name: 'Search the configuration' }).fill('sample_limit');
    await page.getByText('2 lines found').waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toBe('sample_limit');
    await page.reload();
    await page.getByText('2 lines found').waitFor();
    await page.getByRole('button', { name: 'telltale.yml' }).click();
    await page.getByText('No line has that').waitFor();
    expect(new URL(page.url()).searchParams.get('file')).toBe('telltale.yml');

    const saved = page.waitForEvent('download');
    await page.getByRole('searchbox', { name: 'Search the configuration' }).fill('');
    await page.getByRole('button', { name: 'Download' }).click();
    const download = await saved;
    expect(download.suggestedFilename()).toBe('telltale.yml');
    expect(readFileSync(await download.path(), 'utf8')).toContain('retention: "15d"');

    const shown = [await page.content(), ...bodies].join('\n');
    expect(shown).not.toContain(WRITTEN_OUT);
    expect(shown).not.toContain('what-is-in-the-file');
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a reload that is refused is told with its reason until one is taken, and the hash follows', async () => {
    const { page, faults } = await openPage(browser, `${station.url}/status`);
    const hash = page.locator('.facts').getByTitle(/^[0-9a-f]{64}$/);
    await hash.waitFor();
    const before = await hash.getAttribute('title');
    const reload = async () => {
      const response = await fetch(`${station.url}/-/reload`, { method: 'POST' });
      return { status: response.status, text: await response.text() };
    };

    define('soon');
    expect((await reload()).status).toBe(500);
    await page
      .getByRole('button', { name: /Refresh/ })
      .first()
      .click();
    const refused = page.getByRole('alert').filter({ hasText: 'The configuration was refused' });
    await refused.getByText(/targets\.shop\.every: 'soon' is not a duration/).waitFor();
    await refused.getByText('stays in force').waitFor();
    expect(await hash.getAttribute('title')).toBe(before);
    expect(await axeViolations(page)).toEqual([]);

    define('3s');
    expect(await reload()).toEqual({ status: 200, text: '' });
    await page.reload();
    await hash.waitFor();
    expect(await refused.count()).toBe(0);
    expect(await hash.getAttribute('title')).not.toBe(before);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('names of metrics and values of labels are text, and lead to what they are made of', async () => {
    const { page, faults } = await openPage(browser, `${station.url}/status?view=cardinality`);
    const labels = page.getByRole('region', { name: 'Label pairs by series' });
    await labels.getByRole('link').first().waitFor();
    const { data } = (await (await fetch(`${station.url}/api/v1/status/tsdb?limit=10000`)).json()) as {
      data: { seriesCountByMetricName: { name: string }[] };
    };
    expect(data.seriesCountByMetricName.map(({ name }) => name)).toContain(HOSTILE);
    expect(await page.locator('main img').count()).toBe(0);
    await labels.getByRole('link', { name: 'job=telltale' }).click();
    await page.waitForURL(/\/explore/);
    await page.getByRole('table').or(page.locator('canvas')).first().waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });

  test('every part is reached by keys alone, accessible in the dark and on a phone', async () => {
    const { page, faults } = await openPage(browser, `${station.url}/status`, { colorScheme: 'dark' });
    await page.getByRole('tab', { name: 'Health' }).waitFor();
    const parts = [
      ['2', 'storage', page.getByRole('table', { name: 'What is kept' })],
      ['3', 'cardinality', page.getByRole('region', { name: 'Metrics by series' })],
      ['4', 'queries', page.getByRole('heading', { name: 'How long pages take' })],
      ['5', 'configuration', page.getByRole('region', { name: 'Lines of prometheus.yml' })],
      ['1', null, page.getByText('Event loop lag, p99')],
    ] as const;
    for (const [key, view, shown] of parts) {
      await page.locator('#main').focus();
      await page.keyboard.press(key);
      await shown.waitFor();
      expect(new URL(page.url()).searchParams.get('view')).toBe(view);
      expect(await axeViolations(page), key).toEqual([]);
      await page.setViewportSize({ width: 360, height: 800 });
      expect(await overflowOf(page), key).toBeLessThanOrEqual(0);
      await page.setViewportSize({ width: 1280, height: 900 });
    }
    await page.goBack();
    await page.getByRole('region', { name: 'Lines of prometheus.yml' }).waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a station that reads from another server says so, and shows what that one goes by', async () => {
    reading = await startStation(await freePort(), elsewhere.path, ['--no-host', '--remote', station.url]);
    const { host } = new URL(station.url);
    const { page, faults } = await openPage(browser, `${reading.url}/status`);
    await page.getByText(`${host} has the samples and evaluates the rules`, { exact: false }).waitFor();
    await page.getByRole('tab', { name: 'Configuration' }).click();
    const own = page.getByRole('region', { name: 'Lines of telltale.yml' });
    await own.getByText(station.url).waitFor();
    await page.getByRole('button', { name: host }).click();
    await page.getByRole('region', { name: 'Lines of prometheus.yml' }).getByText('job_name: shop').waitFor();
    await page.getByRole('tab', { name: 'Cardinality' }).click();
    await page.getByText(`${host} has`, { exact: false }).first().waitFor();
    expect(await axeViolations(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.close();
  });
});
