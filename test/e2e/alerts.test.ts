import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { AlertsResponse, NotificationsResponse } from '@telltale/station/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageOptions } from '../support/browser.ts';
import { axeViolations, launchBrowser, openPage, overflowOf } from '../support/browser.ts';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { ROOT, stopProgram } from '../support/program.ts';
import type { RunningStation } from '../support/telltale.ts';
import { getJson, startStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const HOSTILE = '<img src=x onerror=alert(1)>';
const PAGE = `# TYPE queue_age_seconds gauge
queue_age_seconds{queue="${HOSTILE}"} 42
queue_age_seconds{queue="parcels"} 90
`;

/** Serves the page of metrics, and takes what receivers are told. */
async function startOffice(): Promise<{ readonly server: Server; readonly address: string }> {
  const server = createServer((request, response) => {
    request.resume();
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(request.method === 'GET' ? PAGE : 'thank you');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, address: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe.runIf(hasProgram('chromium'))('alerts in a browser', () => {
  const folder = suiteFolder();
  const profile = suiteFolder();
  let office: Awaited<ReturnType<typeof startOffice>>;
  let station: RunningStation;
  let browser: Browser;
  let silenceId: string;

  beforeAll(async () => {
    office = await startOffice();
    process.env['OFFICE_TARGET'] = office.address;
    process.env['OFFICE_SINK'] = `http://${office.address}/told`;
    const config = join(ROOT, 'test/e2e/fixtures/alerts.config.ts');
    station = await startStation(await freePort(), folder.path, ['--no-host', '--config', config]);
    browser = await launchBrowser(profile.path);
    silenceId = await silence('parcels');
    await waitFor('alerts that fire, one of them silenced, and what they inhibit', async () => {
      const { rules } = (await getJson(`${station.url}/api/telltale/alerts`)) as AlertsResponse;
      const alerts = rules.flatMap((rule) => rule.alerts);
      const isTold = await told('LettersOld');
      return (
        isTold &&
        alerts.some((one) => one.silencedBy.length > 0) &&
        alerts.some((one) => one.inhibitedBy.length > 0) &&
        rules.some((rule) => rule.state === 'pending')
      );
    });
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    if (station !== undefined) await stopProgram(station);
    office?.server.close();
    office?.server.closeAllConnections();
  });

  const silence = async (queue: string): Promise<string> => {
    const response = await fetch(`${station.url}/api/v2/silences`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        matchers: [{ name: 'queue', value: queue, isRegex: false, isEqual: true }],
        startsAt: new Date().toISOString(),
        endsAt: new Date(Date.now() + 3_600_000).toISOString(),
        createdBy: 'ada',
        comment: 'known',
      }),
    });
    return ((await response.json()) as { readonly silenceID: string }).silenceID;
  };
  const told = async (alert: string): Promise<boolean> => {
    const query = `alert=${alert}&outcome=delivered`;
    const answer = await getJson(`${station.url}/api/telltale/notifications?${query}`);
    return (answer as NotificationsResponse).notifications.length > 0;
  };
  const open = (path: string, options: PageOptions = {}) =>
    openPage(browser, `${station.url}${path}`, options);
  const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);
  const rows = (page: Page) => page.getByRole('tabpanel').locator('.grid-row');

  const VIEWS = [
    ['/alerts', (page: Page) => page.getByRole('row', { name: /LettersOld/ }).first()],
    [
      '/alerts?view=groups',
      (page: Page) => page.getByRole('list', { name: 'Groups' }).getByText('LettersOld').first(),
    ],
    [
      '/alerts?view=history&range=15m',
      (page: Page) =>
        page.getByRole('table', { name: 'Times that alerts were active' }).getByText('LettersOld').first(),
    ],
    [
      '/alerts?view=notifications',
      (page: Page) => page.getByRole('table', { name: 'Notifications' }).getByText('HTTP 200').first(),
    ],
    [
      '/alerts?view=inhibitions',
      (page: Page) => page.getByRole('list', { name: 'Inhibitions' }).getByText('LettersSlow').first(),
    ],
    [
      '/alerts?view=receivers',
      (page: Page) => page.getByRole('list', { name: 'Receivers' }).getByText('night').first(),
    ],
    [
      '/alerts/LettersOld?range=15m',
      (page: Page) => page.getByRole('region', { name: 'Who is told' }).getByText('ops').first(),
    ],
  ] as const;

  test.each(VIEWS)(
    '%s is shown by its address, again after a reload, in a light and a dark theme, and fits a phone',
    async (path, shown) => {
      const { page, faults } = await open(path);
      await shown(page).waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.reload();
      await shown(page).waitFor();
      expect(page.url()).toBe(station.url + path);
      expect(await axeViolations(page)).toEqual([]);
      expect(await page.locator('main img, main script').count()).toBe(0);
      await page.setViewportSize({ width: 360, height: 740 });
      await waitFor('the page to fit', async () => (await overflowOf(page)) <= 0);
      expect(faults).toEqual([]);
      await page.close();
    },
  );

  test('what fires stands first, with its value, its unit, its labels as text, and who is told', async () => {
    const { page } = await open('/alerts');
    const hostile = page.getByRole('row', { name: /LettersOld/ }).filter({ hasText: HOSTILE });
    await hostile.waitFor();
    expect(await hostile.innerText()).toMatch(/Firing[^]*Page[^]*42 s[^]*ops/);
    expect(await rows(page).first().innerText()).toContain('LettersOld');
    const waiting = page.getByRole('row', { name: /LettersWait/ }).first();
    expect(await waiting.getByRole('progressbar').getAttribute('aria-label')).toContain('LettersWait');
    expect(await waiting.innerText()).toMatch(/fires in \d+ h/);
    await page.close();
  });

  test('silenced and inhibited alerts are marked, and the mark leads to the silence', async () => {
    const { page } = await open('/alerts');
    const muted = page.getByRole('row', { name: /LettersOld/ }).filter({ hasText: 'parcels' });
    await muted.getByRole('link', { name: 'Silenced' }).waitFor();
    const inhibited = page.getByRole('row', { name: /LettersSlow/ }).filter({ hasText: HOSTILE });
    await inhibited.getByText('Inhibited').waitFor();
    await muted.getByRole('link', { name: 'Silenced' }).click();
    await page.waitForURL(`**/silences/${silenceId}`);
    await page.close();
  });

  test('alerts are filtered and grouped by what stands in the address, step by step back and forward', async () => {
    const { page, faults } = await open('/alerts');
    await rows(page).first().waitFor();
    const names = async () => (await rows(page).locator('.alert-name').allInnerTexts()).join();
    await page.getByRole('button', { name: /^Quiet/ }).click();
    await waitFor('the quiet rule', async () => (await names()).includes('LettersLost'));
    expect(await names()).not.toContain('LettersOld');
    await page.getByRole('button', { name: /^Firing/ }).click();
    await page.getByRole('combobox', { name: 'Severity' }).selectOption('page');
    await waitFor('two alerts', async () => (await names()) === 'LettersOld,LettersOld');
    await page.getByRole('combobox', { name: 'Group by' }).selectOption('queue');
    await page.getByRole('heading', { name: /parcels/ }).waitFor();
    expect(await page.getByRole('heading', { name: HOSTILE }).count()).toBe(1);
    expect(page.url()).toMatch(/state=firing.*severity=page.*group=queue/);
    await page.goBack();
    await page.getByRole('heading', { name: /parcels/ }).waitFor({ state: 'detached' });
    expect(parameter(page, 'severity')).toBe('page');
    await page.goForward();
    await page.getByRole('heading', { name: /parcels/ }).waitFor();
    await page.getByRole('button', { name: 'Remove the filter severity = page' }).click();
    expect(parameter(page, 'severity')).toBeNull();
    await page.goto(`${station.url}/alerts?q=nothing+has+this`);
    await page.getByRole('button', { name: /^Show all/ }).click();
    await rows(page).first().waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });

  test('by keys alone an alert is found, opened, its way read, its silence begun', async () => {
    const { page, faults } = await open('/alerts');
    await rows(page).first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('lettersold');
    await waitFor(
      'one alert name',
      async () => new Set(await rows(page).locator('.alert-name').allInnerTexts()).size === 1,
    );
    await page.keyboard.press('Tab');
    while ((await page.locator('.grid-row:focus').count()) === 0) await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'LettersOld', level: 1 }).waitFor();
    expect(parameter(page, 'q')).toBe('lettersold');
    expect(parameter(page, 'alert')).toContain('queue=');
    await page
      .getByRole('region', { name: /heard of|fire|hears/ })
      .getByText('Is its rule evaluated?')
      .waitFor();
    await page.getByText('What it looks at').first().waitFor();
    await page.keyboard.press('s');
    const form = page.getByRole('dialog', { name: 'New silence' });
    await form.waitFor();
    expect(await form.getByRole('textbox').first().inputValue()).toContain('alertname="LettersOld"');
    await page.goBack();
    await page.getByRole('heading', { name: 'LettersOld', level: 1 }).waitFor();
    await page.keyboard.press('u');
    await rows(page).first().waitFor();
    expect(parameter(page, 'q')).toBe('lettersold');
    expect(faults).toEqual([]);
    await page.close();
  });

  test('an opened alert tells why it is not heard of, who is told, its past, and takes no script from its texts', async () => {
    const { page, faults } = await open('/alerts/LettersLost?range=15m');
    const why = page.getByRole('region', { name: 'Why it does not fire' });
    await why.getByText('Does its condition hold?').waitFor();
    expect(await why.innerText()).toMatch(/it needs > 360000/);
    const route = page.getByRole('region', { name: 'Who is told' });
    await route.getByText('severity="info"').waitFor();
    expect(await route.innerText()).toMatch(/night/);
    await page.goto(`${station.url}/alerts/LettersOld?range=15m`);
    await page.getByRole('link', { name: 'Runbook', exact: true }).waitFor();
    expect(await page.getByRole('link', { name: 'Runbook', exact: true }).getAttribute('href')).toBe(
      'https://runbooks.example/letters-old',
    );
    await page.getByText('<script>alert(1)</script> javascript:alert(2)').waitFor();
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
    await page.getByRole('table', { name: 'Times that it was active' }).getByText('Firing').first().waitFor();
    await page.getByRole('button', { name: 'Send test…' }).click();
    await page.getByRole('dialog', { name: 'Send a test to ops' }).waitFor();
    expect(parameter(page, 'dialog')).toBe('test');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Prove…' }).click();
    await page.getByRole('dialog', { name: 'Prove LettersOld' }).waitFor();
    expect(parameter(page, 'prove')).toBe('LettersOld');
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a notification shows each attempt with its answer, and what was sent', async () => {
    const { page, faults } = await open('/alerts?view=notifications&outcome=delivered');
    const row = page.getByRole('row', { name: /LettersOld/ }).first();
    await row.focus();
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog', { name: /LettersOld/ });
    await drawer
      .getByText(/HTTP 200/)
      .first()
      .waitFor();
    await drawer
      .getByText(/letters in .* wait/)
      .first()
      .waitFor();
    await page.reload();
    await drawer
      .getByText(/HTTP 200/)
      .first()
      .waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    await page.goBack();
    await drawer.waitFor({ state: 'detached' });
    await page.getByRole('combobox', { name: 'Receiver' }).selectOption('night');
    await page.getByText('No notification matches').waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });

  test('an address of an alert that is gone says so', async () => {
    const { page } = await open('/alerts/Gone');
    await page.getByText('No rule has this name').waitFor();
    await page.getByRole('link', { name: 'Show all alerts' }).click();
    await rows(page).first().waitFor();
    await page.close();
  });
});
