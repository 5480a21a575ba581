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
    const details = page.getByRole('dialog', { name: 'Silence', exact: true });
    await details.getByText('we know, and mend it').waitFor();
    const suppressed = async () => {
      const [alert] = (await getJson(`${station.url}/api/v2/alerts`)) as readonly {
        readonly status: { readonly state: string };
      }[];
      return alert?.status.state === 'suppressed';
    };
    await waitFor('the alert to be mute', suppressed);
    await page.reload();
    await details.getByText('1 alert', { exact: true }).waitFor();
    await details.getByRole('button', { name: 'End…' }).click();
    await page.getByRole('button', { name: 'End it' }).click();
    await waitFor('the alert to be told of', async () => !(await suppressed()));
    await page.getByRole('tab', { name: /Ended/, selected: true }).waitFor();
    await details.getByRole('button', { name: 'Silence again…' }).waitFor();
    await details.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('row', { name: /we know, and mend it/ }).waitFor();
    expect(page.url()).toContain('list=expired');
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a silence is begun with a key, says what is wrong with it, and is left by Escape', async () => {
    const { page } = await openPage(browser, `${station.url}/silences`, { width: 360, colorScheme: 'dark' });
    await page.getByText('Nothing is silenced').waitFor();
    await page.keyboard.press('n');
    const form = page.getByRole('dialog', { name: 'New silence' });
    await form.getByLabel('Alerts that have all of these labels').fill('nonsense');
    await form.getByText('nonsense is no matcher').waitFor();
    await form.getByLabel('Alerts that have all of these labels').fill('alertname="Typo"');
    await form.getByText('No alert matches now').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByText('Nothing is silenced').waitFor();
    expect(new URL(page.url()).pathname).toBe('/silences');
    await page.close();
  });

  test('a silence is found by its address, whatever became of it', async () => {
    const ended = await silence(station.url, { name: 'job', value: 'ended' });
    await endSilence(station.url, ended);
    const toCome = await silence(station.url, { name: 'job', value: 'to come' }, 2 * HOUR_MS);
    for (const [id, tab, text] of [
      [ended, 'Ended', 'job="ended"'],
      [toCome, 'To come', 'job="to come"'],
    ] as const) {
      const { page, faults } = await openPage(browser, `${station.url}/silences/${id}`);
      await page.getByRole('tab', { name: tab, selected: true }).waitFor();
      const details = page.getByRole('dialog', { name: 'Silence', exact: true });
      await details.getByText(text).waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(faults).toEqual([]);
      await page.close();
    }
    const { page } = await openPage(browser, `${station.url}/silences/00000000-0000-4000-8000-000000000000`);
    await page.getByRole('dialog', { name: 'This silence is not known' }).waitFor();
    await page.close();
  });

  test('a label whose name needs quotes is silenced as it is, and what mutes nothing is marked', async () => {
    const { page, faults } = await openPage(
      browser,
      `${station.url}/silences/new?m=${encodeURIComponent('"http route"="/x"')}`,
    );
    const form = page.getByRole('dialog', { name: 'New silence' });
    await form.getByText('No alert matches now').waitFor();
    await form.getByLabel('Why').fill('  ');
    await form.getByText('Only spaces: say why').waitFor();
    await form.getByLabel('Who you are').fill('ada');
    await form.getByRole('button', { name: 'Silence', exact: true }).click();
    await form.getByText('Only spaces: say why').waitFor();
    await form.getByLabel('Why').fill('the load test');
    await form.getByRole('button', { name: 'Silence', exact: true }).click();
    await page.getByRole('dialog', { name: 'Silence', exact: true }).getByText('mutes nothing').waitFor();
    const [made] = await silencesOf(station.url, 'the load test');
    expect(made.matchers).toEqual([{ name: 'http route', value: '/x', isRegex: false, isEqual: true }]);
    await page.getByRole('row', { name: /"http route"="\/x"/ }).waitFor();
    await endSilence(station.url, made.id);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('with the keyboard alone a silence is prolonged, changed until a moment, ended and made again', async () => {
    const id = await silence(station.url, { name: 'job', value: 'nightly' });
    const endOf = async () => Date.parse((await silenceOf(station.url, id)).endsAt);
    const firstEndMs = await endOf();
    const { page, faults } = await openPage(browser, `${station.url}/silences?tz=utc`);
    await page.getByRole('row', { name: /nightly/ }).focus();
    await page.keyboard.press('Enter');
    const details = page.getByRole('dialog', { name: 'Silence', exact: true });
    await details.getByText('job="nightly"').waitFor();
    await page.keyboard.press('+');
    await waitFor('an hour more', async () => (await endOf()) === firstEndMs + HOUR_MS);

    await page.keyboard.press('e');
    const form = page.getByRole('dialog', { name: 'Change the silence' });
    await page.waitForFunction(() => document.activeElement instanceof HTMLInputElement);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('until tomorrow');
    await form.getByLabel('Until (UTC)').focus();
    const wantedMs = Math.floor((Date.now() + 26 * HOUR_MS) / 60_000) * 60_000;
    await page.keyboard.press('Control+a');
    await page.keyboard.type(new Date(wantedMs).toISOString().slice(0, 16).replace('T', ' '));
    await page.keyboard.press('Enter');
    await waitFor('another end', async () => (await endOf()) === wantedMs);
    expect(await silenceOf(station.url, id)).toMatchObject({ comment: 'until tomorrow' });

    await form.waitFor({ state: 'detached' });
    await page.keyboard.press('x');
    const question = page.getByRole('dialog', { name: 'End the silence?' });
    await question.waitFor();
    await question.getByRole('button', { name: 'End it' }).focus();
    await page.keyboard.press('Enter');
    await details.getByRole('button', { name: 'Silence again…' }).waitFor();
    await question.waitFor({ state: 'detached' });
    await page.keyboard.press('a');
    await page.getByRole('dialog', { name: 'New silence' }).waitFor();
    await page.reload();
    await page.getByRole('dialog', { name: 'New silence' }).waitFor();
    await page.getByLabel('Who you are').fill('grace');
    await page.keyboard.press('Enter');
    const again = await waitFor('the silence again', async () => {
      const all = await silencesOf(station.url, 'until tomorrow');
      return all.find(({ status }) => status.state === 'active');
    });
    expect(again).toMatchObject({ createdBy: 'grace', matchers: [{ name: 'job', value: 'nightly' }] });
    expect(faults).toEqual([]);
    await page.close();
  });
});

const HOUR_MS = 3_600_000;

interface ToldSilence {
  readonly id: string;
  readonly status: { readonly state: string };
  readonly matchers: readonly unknown[];
  readonly endsAt: string;
  readonly comment: string;
}

/** Makes a silence of an hour; its id. */
async function silence(
  url: string,
  matcher: { readonly name: string; readonly value: string },
  inMs = 0,
): Promise<string> {
  const startMs = Date.now() + inMs;
  const response = await fetch(`${url}/api/v2/silences`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      matchers: [{ ...matcher, isRegex: false, isEqual: true }],
      startsAt: new Date(startMs).toISOString(),
      endsAt: new Date(startMs + HOUR_MS).toISOString(),
      createdBy: 'ada',
      comment: 'a test',
    }),
  });
  return ((await response.json()) as { readonly silenceID: string }).silenceID;
}

async function endSilence(url: string, id: string): Promise<void> {
  const response = await fetch(`${url}/api/v2/silence/${id}`, { method: 'DELETE' });
  if (!response.ok) throw new Error(`the silence was not ended: ${await response.text()}`);
}

async function silenceOf(url: string, id: string): Promise<ToldSilence> {
  return (await getJson(`${url}/api/v2/silence/${id}`)) as ToldSilence;
}

async function silencesOf(url: string, comment: string): Promise<readonly ToldSilence[]> {
  const all = (await getJson(`${url}/api/v2/silences`)) as readonly ToldSilence[];
  return all.filter((one) => one.comment === comment);
}
