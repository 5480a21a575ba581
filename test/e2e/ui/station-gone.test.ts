import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openPage } from '../../support/browser.ts';
import { hasProgram } from '../../support/counterpart.ts';
import { freePort } from '../../support/free-port.ts';
import { importSamples } from '../../support/import-samples.ts';
import { ROOT, stopProgram } from '../../support/program.ts';
import type { RunningStation } from '../../support/telltale.ts';
import { startStation } from '../../support/telltale.ts';
import { suiteFolder } from '../../support/temporary-folder.ts';
import { millSamples } from './mill-samples.ts';

const MINUTE_MS = 60_000;
const PATIENCE_MS = 30_000;
const CONFIG = join(ROOT, 'test/e2e/fixtures/mill.config.ts');

describe.runIf(hasProgram('chromium'))('pages whose station is killed and started again', () => {
  const folder = suiteFolder();
  const profile = suiteFolder();
  const endMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
  let port: number;
  let station: RunningStation;
  let browser: Browser;

  const start = () => startStation(port, folder.path, ['--no-host', '--config', CONFIG]);

  beforeAll(async () => {
    await importSamples(join(folder.path, 'data'), millSamples(endMs));
    port = await freePort();
    station = await start();
    browser = await launchBrowser(profile.path);
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    if (station !== undefined) await stopProgram(station);
  });

  const gone = (page: Page) => page.getByText('The station does not answer.');
  const killed = async (pages: readonly Page[]): Promise<void> => {
    station.kill('SIGKILL');
    await station.exit;
    for (const page of pages) await gone(page).waitFor({ timeout: PATIENCE_MS });
  };
  const backAgain = async (pages: readonly Page[]): Promise<void> => {
    station = await start();
    for (const page of pages) {
      await gone(page).waitFor({ state: 'detached', timeout: PATIENCE_MS });
      await expect.poll(() => page.locator('.connection').innerText(), { timeout: PATIENCE_MS }).toBe('Live');
    }
  };

  test('say so, go on by themselves, and keep their address, their drawer and what is being written', async () => {
    const time = `from=${endMs - 30 * MINUTE_MS}&to=${endMs}&refresh=2s`;
    const shown = `/d/mill?${time}&view=0~table&var-flour=rye&drawer=panel%3A2`;
    const { page: dashboard } = await openPage(browser, station.url + shown);
    const { page: form } = await openPage(
      browser,
      `${station.url}/silences/new?m=alertname%3D%22StoneHot%22`,
    );
    const values = dashboard.getByRole('region', { name: 'Sacks a second: values' });
    const drawer = dashboard.getByRole('dialog', { name: 'Heat of the stones' });
    await values.getByRole('row').nth(5).waitFor();
    await drawer.waitFor();
    const address = dashboard.url();
    const why = form.getByRole('dialog', { name: 'New silence' }).getByLabel('Why');
    await why.fill('the stones are being cha');

    await killed([dashboard, form]);
    // What was shown stays to be read, and to be written.
    expect(await values.getByRole('row').count()).toBeGreaterThan(5);
    await why.press('End');
    await form.keyboard.type('nged');
    expect(dashboard.url()).toBe(address);

    await backAgain([dashboard, form]);
    expect(dashboard.url()).toBe(address);
    expect(await drawer.count()).toBe(1);
    await values.getByRole('row').nth(5).waitFor();
    // What failed while it was gone is asked again within the interval of the address.
    await expect
      .poll(() => dashboard.locator('.panel-error, .error-state').count(), { timeout: PATIENCE_MS })
      .toBe(0);
    expect(await why.inputValue()).toBe('the stones are being changed');
    await form.getByLabel('Who you are').fill('ada');
    await form.getByRole('button', { name: 'Silence', exact: true }).click();
    await form.getByRole('cell', { name: 'the stones are being changed' }).waitFor();
    await Promise.all([dashboard.close(), form.close()]);
  }, 180_000);

  test('open a page whose code was not there yet as soon as the station is back, whether or not it is asked to hurry', async () => {
    const { page } = await openPage(browser, `${station.url}/targets?q=mill`);
    await page.getByRole('table', { name: 'Targets of mill' }).waitFor();
    await killed([page]);
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await page.getByText('This page could not be loaded').waitFor();
    const tries = page.getByRole('button', { name: 'Try now' });
    await tries.click();
    await tries.waitFor();
    station = await start();
    await page
      .getByRole('row', { name: /StoneHot/ })
      .first()
      .waitFor({ timeout: PATIENCE_MS });
    expect(new URL(page.url()).pathname).toBe('/rules');
    await gone(page).waitFor({ state: 'detached' });
    await page.close();
  }, 180_000);
});
