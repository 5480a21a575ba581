import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { ProofRunView } from '@telltale/station/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { axeViolations, launchBrowser, openPage } from '../support/browser.ts';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { stopProgram } from '../support/program.ts';
import type { RunningStation } from '../support/telltale.ts';
import { getJson, startStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const CONFIG = join(import.meta.dirname, 'fixtures/proven.config.ts');

/** The receiver of the definition: it answers at once, or waits until it is let go. */
class Hook {
  #bodies: string[] = [];
  isHeld = false;
  readonly #waiting = new Set<ServerResponse>();
  readonly #server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      this.#bodies.push(Buffer.concat(chunks).toString());
      if (this.isHeld) this.#waiting.add(response);
      else response.end();
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`;
  }

  /** What a proof sent: the station tells of real alerts, too. */
  get drills(): readonly string[] {
    return this.#bodies.filter((body) => body.includes('[DRILL]'));
  }

  forget(): void {
    this.#bodies = [];
  }

  letGo(): void {
    this.isHeld = false;
    for (const response of this.#waiting) response.end();
    this.#waiting.clear();
  }

  async stop(): Promise<void> {
    this.letGo();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

describe.skipIf(!hasProgram('chromium'))('proofs in a browser', () => {
  const folder = suiteFolder();
  const hook = new Hook();
  let station: RunningStation;
  let browser: Browser;

  beforeAll(async () => {
    // The station and the process that proves both read it.
    process.env['HOOK_URL'] = await hook.start();
    station = await startStation(await freePort(), folder.path, ['--config', CONFIG, '--no-host']);
    browser = await launchBrowser(folder.path);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    if (station !== undefined) await stopProgram(station);
    await hook.stop();
    delete process.env['HOOK_URL'];
  });
  afterEach(async () => {
    hook.letGo();
    await waitFor('no run under way', async () => (await newestRun(station.url))?.endedAtMs !== null);
    hook.forget();
  });

  test('with the keyboard alone an alert is proven from its rule, stage by stage, and stays proven after a reload', async () => {
    const { page, faults } = await openPage(browser, `${station.url}/rules?q=ShopDown`);
    await page.getByRole('row', { name: /ShopDown/ }).focus();
    await page.keyboard.press('Enter');
    await tabTo(page, 'Prove…');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Prove ShopDown' });
    await dialog.getByRole('radio', { name: /A sink of its own/, checked: true }).waitFor();
    await page.waitForFunction(() => document.activeElement?.closest('dialog') !== null);
    await tabTo(page, 'Prove');
    await page.keyboard.press('Enter');
    await dialog.getByText(/^proven now, \d+ s to deliver$/).waitFor({ timeout: 30_000 });
    const way = dialog.getByRole('list', { name: 'The way of the alert' }).getByRole('listitem');
    const stages = ['Input', 'Quiet', 'Firing', 'Grouped', 'Delivered', 'Resolved', 'End delivered'];
    expect(await way.locator('.way-stage').allTextContents()).toEqual(stages);
    await way.filter({ hasText: 'Delivered' }).first().getByText('What ops got').click();
    await way.getByText('webhook, answered HTTP 200').first().waitFor();
    await way.getByText('[DRILL]').first().waitFor();
    const address = page.url();
    expect(address).toMatch(/proof_run=/);
    await page.reload();
    await dialog.getByText(/^proven /).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('row', { name: /accepted by receivers/ }).waitFor();
    await page.goBack();
    await dialog.getByText(/^proven /).waitFor();
    expect(hook.drills).toEqual([]);
    expect(faults).toEqual([]);
    await page.close();
  }, 90_000);

  test('people are told only by who typed the name of the alert', async () => {
    const { page, faults } = await openPage(browser, `${station.url}/rules?prove=ShopDown`, {
      width: 360,
      colorScheme: 'dark',
    });
    const dialog = page.getByRole('dialog', { name: 'Prove ShopDown' });
    await dialog.getByText('The real receivers').click();
    const start = dialog.getByRole('button', { name: 'Prove and tell people' });
    await dialog.getByText('Receivers: ops').waitFor();
    expect(await start.isDisabled()).toBe(true);
    await dialog.getByLabel(/^Type ShopDown to confirm/).fill('shopdown');
    expect(await start.isDisabled()).toBe(true);
    expect(await axeViolations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await dialog.getByLabel(/^Type ShopDown to confirm/).fill('ShopDown');
    await start.click();
    await dialog.getByText(/^proven now/).waitFor({ timeout: 30_000 });
    await dialog.getByText('told the real receivers').waitFor();
    expect(hook.drills.map((body) => (JSON.parse(body) as { status: string }).status)).toEqual([
      'firing',
      'resolved',
    ]);
    expect(hook.drills[0]).toContain('[DRILL]');
    expect(await axeViolations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(faults).toEqual([]);
    await page.close();
  }, 60_000);

  test('a proof that fails says at which step, why, and what to do next', async () => {
    const { page, faults } = await openPage(browser, `${station.url}/rules?prove=OrdersFail`);
    const dialog = page.getByRole('dialog', { name: 'Prove OrdersFail' });
    await dialog.getByRole('button', { name: 'Prove', exact: true }).click();
    const alert = dialog.getByRole('alert');
    await alert.getByText('It stopped at “survives missed scrapes”.').waitFor({ timeout: 30_000 });
    await alert.getByText('its range is too short').waitFor();
    await alert.getByText('Give the expression a longer range').waitFor();
    await dialog.getByText('not proven', { exact: true }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Prove again' }).click();
    await dialog.getByText('Who is told').waitFor();
    expect(new URL(page.url()).searchParams.getAll('prove')).toEqual(['OrdersFail']);
    expect(faults).toEqual([]);
    await page.close();
  }, 60_000);

  test('a run is seen as it goes, keeps others waiting, and is stopped', async () => {
    hook.isHeld = true;
    await start(station.url, { alerts: ['ShopDown'], tell: 'receivers' });
    await waitFor('the message of the run', () => hook.drills.length > 0);
    const { page, faults } = await openPage(browser, `${station.url}/rules?prove=OrdersFail`);
    const dialog = page.getByRole('dialog', { name: 'Prove OrdersFail' });
    await dialog.getByText(/ShopDown is being proven since/).waitFor();
    expect(await dialog.getByRole('button', { name: 'Prove', exact: true }).isDisabled()).toBe(true);
    await dialog.getByRole('button', { name: 'Show it' }).click();
    await page.getByRole('dialog', { name: 'Prove ShopDown' }).waitFor();
    await page.getByText('being proven', { exact: true }).waitFor();
    const way = page.getByRole('list', { name: 'The way of the alert' });
    await way.locator('.is-reached', { hasText: 'Firing' }).waitFor();
    await way.locator('.is-delivered.is-ahead').waitFor();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByText('The run did not come to its end: it was stopped.').waitFor();
    await page.getByText('not tried', { exact: true }).waitFor();
    expect(faults).toEqual([]);
    await page.close();
  }, 60_000);

  test('all alerts without a proof are proven in one run, and those that fail stand open', async () => {
    const { page, faults } = await openPage(browser, `${station.url}/rules`);
    await page.getByRole('button', { name: 'Prove all unproven' }).click();
    await page.getByRole('button', { name: 'Prove', exact: true }).click();
    await page.getByRole('button', { name: 'Prove again' }).waitFor({ timeout: 30_000 });
    const progress = () => page.locator('.proof-progress').innerText();
    await expect.poll(progress, { timeout: 15_000 }).toMatch(/^\d of \d proven, \d failed$/);
    const failed = page.getByRole('listitem').filter({ hasText: 'OrdersFail' });
    await failed.getByText('It stopped at “survives missed scrapes”.').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.reload();
    await expect.poll(progress, { timeout: 15_000 }).toMatch(/^\d of \d proven, \d failed$/);
    expect(faults).toEqual([]);
    await page.close();
  }, 60_000);

  test('a run that is not remembered says so, and is begun anew from there', async () => {
    const { page } = await openPage(browser, `${station.url}/rules?prove=ShopDown&proof_run=nope`);
    await page.getByText('This run is not remembered any more').waitFor();
    await page.getByRole('button', { name: 'Prove it again' }).click();
    await page.getByText('Who is told').waitFor();
    await page.close();
  });

  test('a receiver is listed with its last delivery, and tested with what it answered', async () => {
    const { page, faults } = await openPage(browser, `${station.url}/alerts?view=receivers`);
    const receiver = page.getByRole('list', { name: 'Receivers' }).getByRole('listitem');
    await receiver.getByText(new URL(process.env['HOOK_URL'] ?? '').origin).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await receiver.getByRole('button', { name: 'Send test to ops' }).click();
    const dialog = page.getByRole('dialog', { name: 'Send a test to ops' });
    await dialog.getByRole('button', { name: 'Send test' }).click();
    await dialog.getByText(/webhook, .*, HTTP 200/).waitFor();
    await dialog.getByText('What was sent').click();
    await dialog.getByText('TelltaleTest').first().waitFor();
    expect(hook.drills.join()).toContain('TelltaleTest');
    expect(await axeViolations(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.close();
  }, 60_000);

  test('a station without a definition says why nothing can be proven there, and what to do', async () => {
    const rules = 'groups: [{name: g, rules: [{alert: Always, expr: vector(1)}]}]\n';
    writeFileSync(join(folder.path, 'rules.yml'), rules);
    const args = ['--rules', 'rules.yml', '--no-host', '--data', join(folder.path, 'other')];
    const other = await startStation(await freePort(), folder.path, args);
    try {
      const { page } = await openPage(browser, `${other.url}/rules?prove=Always`);
      await page.getByText('This station has no definition').waitFor();
      expect(await page.getByRole('button', { name: 'Prove all unproven' }).count()).toBe(0);
      await page.getByText('telltale init').waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await page.close();
    } finally {
      await stopProgram(other);
    }
  }, 60_000);
});

/** Presses Tab until the button of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  await waitFor(`the focus on ${name}`, async () => {
    await page.keyboard.press('Tab');
    return page.evaluate((wanted) => document.activeElement?.textContent.trim() === wanted, name);
  });
}

async function start(url: string, body: unknown): Promise<void> {
  const response = await fetch(`${url}/api/telltale/proof_runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the run was not started: ${await response.text()}`);
}

async function newestRun(url: string): Promise<ProofRunView | undefined> {
  const { runs } = (await getJson(`${url}/api/telltale/proof_runs`)) as { readonly runs: ProofRunView[] };
  return runs[0];
}
