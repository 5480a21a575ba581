import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { symlinkSync, writeFileSync } from 'node:fs';
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

const CONFIG = (
  up: number,
  down: number,
) => `import { counter, defineMonitoring } from '@telltale/sdk/define';
export default defineMonitoring({
  service: 'shop',
  metrics: {
    orders_total: counter({ help: 'Orders', labels: { method: 'any' } }),
    refunds_total: counter({ help: 'Refunds' }),
  },
  targets: {
    shop: { address: '127.0.0.1:${up}', every: '1s', timeout: '1s' },
    gone: { address: '127.0.0.1:${down}', every: '1s', timeout: '1s' },
  },
});
`;

/** What the program exposes: one metric that nobody defined, whose help is hostile. */
const PAGE = `orders_total{method="card",zone="eu"} 5\n# HELP reviews_total ${HOSTILE}\n# TYPE reviews_total counter\nreviews_total 1\n`;

describe.skipIf(!hasProgram('chromium'))('doctor and drift in a browser', () => {
  const folder = suiteFolder();
  let station: RunningStation;
  let browser: Browser;
  let gonePort: number;
  const shop = createServer((_request, response) => void response.end(PAGE));

  beforeAll(async () => {
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
    symlinkSync(join(ROOT, 'node_modules'), join(folder.path, 'node_modules'));
    gonePort = await freePort();
    writeFileSync(
      join(folder.path, 'telltale.config.ts'),
      CONFIG((shop.address() as AddressInfo).port, gonePort),
    );
    station = await startStation(await freePort(), folder.path, ['--no-host']);
    browser = await launchBrowser(folder.path);
    await waitFor(
      'both targets',
      async () => (await queryInstant(station.url, 'up{job=~"shop|gone"}')).length === 2,
    );
  });
  afterAll(async () => {
    await browser?.close();
    await stopProgram(station);
    shop.close();
    shop.closeAllConnections();
  });

  test('a target that is down leads to the doctor, who names the cause; the address shows the same again', async () => {
    const { page, faults } = await openPage(browser, `${station.url}/targets?health=down`);
    await page.getByRole('row', { name: new RegExp(`127\\.0\\.0\\.1:${gonePort}`) }).click();
    await page.getByRole('dialog').getByRole('link', { name: 'Find out why' }).click();
    await page.getByText(/The cause: “The target takes connections” failed/).waitFor();
    expect(new URL(page.url()).searchParams.get('target')).toBe(`http://127.0.0.1:${gonePort}/metrics`);
    await page.goto(`${station.url}/doctor/metrics`);
    await page.getByText('Nothing is tried yet').waitFor();
    await page.getByRole('button', { name: 'Try the steps' }).click();
    await page
      .getByText(/The cause: “The target takes connections” failed: 127\.0\.0\.1:\d+: connection refused/)
      .waitFor();
    await page.getByText('Start the program, or correct host and port').waitFor();
    expect(new URL(page.url()).search).toContain('try=1');
    await page.reload();
    await page.getByText(/The cause: “The target takes connections”/).waitFor();
    await page.getByText('the cause', { exact: true }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('with keys alone: to the doctor, to a complaint, through its steps, and again', async () => {
    const { page } = await openPage(browser, station.url, { colorScheme: 'dark' });
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('h');
    await page.getByRole('heading', { name: 'Doctor' }).waitFor();
    const complaint = page.getByRole('link', { name: /My metric does not appear/ });
    await complaint.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'My metric does not appear' }).waitFor();
    await page.getByLabel('Metric').focus();
    await page.keyboard.type('order_total');
    await page.keyboard.press('Enter');
    await page.getByText(/The cause:/).waitFor();
    expect(new URL(page.url()).searchParams.get('metric')).toBe('order_total');
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('a');
    await page.getByText(/The cause:/).waitFor();
    await page.goBack();
    await page.getByText('Nothing is tried yet').waitFor();
    await page.close();
  });

  test('hostile names are text, also on a phone, and the page does not scroll sideways', async () => {
    const address = `${station.url}/doctor/metrics?metric=${encodeURIComponent(HOSTILE.repeat(4))}&try=1`;
    const { page, faults } = await openPage(browser, address, { width: 360, height: 780 });
    await page
      .getByText(`${HOSTILE.repeat(4)} is on the page`)
      .first()
      .waitFor();
    await page.getByText(/The cause:/).waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(await overflowOf(page)).toBe(0);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('what the doctor does not know is told, with the way back', async () => {
    const { page } = await openPage(browser, `${station.url}/doctor/moods`);
    await page.getByText('The doctor knows nothing about that').waitFor();
    await page.getByRole('link', { name: 'See what he looks at' }).click();
    await page.getByRole('link', { name: /My alert does not fire/ }).waitFor();
    await page.close();
  });

  test('drift shows what is missing, not defined and wider, with the line to copy; filters stand in the address', async () => {
    const { page, faults } = await openPage(browser, `${station.url}/drift`);
    await page.getByText('metric refunds_total').waitFor();
    await page.getByText('metric orders_total').waitFor();
    await page.getByText(`reviews_total: counter({ help: '${HOSTILE}' }),`).waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: /^Not defined/ }).click();
    await page.getByText('metric refunds_total').waitFor({ state: 'hidden' });
    expect(new URL(page.url()).search).toContain('kind=extra');
    await page.reload();
    await page.getByText('metric reviews_total').waitFor();
    expect(await page.getByText('metric refunds_total').count()).toBe(0);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('drift compares the file as it is now: what is added is missing until the station knows of it', async () => {
    const file = join(folder.path, 'telltale.config.ts');
    const before = CONFIG((shop.address() as AddressInfo).port, gonePort);
    writeFileSync(
      file,
      before.replace(
        "service: 'shop',",
        "service: 'shop',\n  dashboards: (m) => ({ New: { Orders: m.orders_total.rate('1m').sum() } }),",
      ),
    );
    const { page } = await openPage(browser, `${station.url}/drift?area=dashboards`, {
      width: 360,
      height: 780,
      colorScheme: 'dark',
    });
    await page.getByText('panel Orders of the dashboard New').waitFor();
    expect(await overflowOf(page)).toBe(0);
    expect(await axeViolations(page)).toEqual([]);
    await page.close();
  });
});
