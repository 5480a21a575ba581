import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeViolations, launchBrowser, openPage } from '../support/browser.ts';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { stopProgram } from '../support/program.ts';
import type { RunningStation } from '../support/telltale.ts';
import { getJson, startStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const RULES = `groups:
  - name: shop
    interval: 1s
    rules:
      - alert: CheckoutFails
        expr: label_replace(vector(1), "route", "<img src=x onerror=alert(1)>", "", "") > 0
        labels: { severity: page }
`;

describe.skipIf(!hasProgram('chromium'))('silences in a browser', () => {
  const folder = suiteFolder();
  let station: RunningStation;
  let browser: Browser;

  beforeAll(async () => {
    writeFileSync(join(folder.path, 'rules.yml'), RULES);
    station = await startStation(await freePort(), folder.path, ['--rules', 'rules.yml', '--no-host']);
    browser = await launchBrowser(folder.path);
    await waitFor('the alert', async () => {
      const alerts = (await getJson(`${station.url}/api/v2/alerts`)) as readonly unknown[];
      return alerts.length > 0;
    });
  });
  afterAll(async () => {
    await browser?.close();
    await stopProgram(station);
  });

  test('an alert is silenced for an hour from where it is seen, and told of again when the silence is ended', async () => {
    const { page, faults } = await openPage(browser, `${station.url}/alerts/CheckoutFails`);
    await page.getByRole('link', { name: 'Silence…' }).click();
    const form = page.getByRole('dialog', { name: 'New silence' });
    await form.getByText('Mutes 1 alert now').waitFor();
    expect(await form.getByLabel('Alerts that have all of these labels').inputValue()).toContain(
      'route="<img src=x onerror=alert(1)>"',
    );
    expect(await axeViolations(page)).toEqual([]);
    await form.getByLabel('Why').fill('we know, and mend it');
    await form.getByLabel('Who you are').fill('ada');
    await form.getByRole('button', { name: 'Silence', exact: true }).click();
    await page.getByText('we know, and mend it').waitFor();
    const suppressed = async () => {
      const [alert] = (await getJson(`${station.url}/api/v2/alerts`)) as readonly {
        readonly status: { readonly state: string };
      }[];
      return alert?.status.state === 'suppressed';
    };
    await waitFor('the alert to be mute', suppressed);
    await page.reload();
    await page.getByRole('button', { name: 'End' }).click();
    await page.getByRole('button', { name: 'End it' }).click();
    await page.getByText('Nothing here').waitFor();
    await waitFor('the alert to be told of', async () => !(await suppressed()));
    await page.getByRole('tab', { name: /Ended/ }).click();
    await page.getByText('we know, and mend it').waitFor();
    expect(page.url()).toContain('list=expired');
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a silence is begun with a key, says what is wrong with it, and is left by Escape', async () => {
    const { page } = await openPage(browser, `${station.url}/silences`, { width: 360, colorScheme: 'dark' });
    await page.getByText('Nothing here').waitFor();
    await page.keyboard.press('n');
    const form = page.getByRole('dialog', { name: 'New silence' });
    await form.getByLabel('Alerts that have all of these labels').fill('nonsense');
    await form.getByText('nonsense is no matcher').waitFor();
    await form.getByLabel('Alerts that have all of these labels').fill('alertname="Typo"');
    await form.getByText('No alert matches now').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByText('Nothing here').waitFor();
    expect(new URL(page.url()).pathname).toBe('/silences');
    await page.close();
  });
});
