import { join } from 'node:path';
import { createStation, hashPassword, hashToken } from '@telltale/station';
import type { Station } from '@telltale/station';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeViolations, launchBrowser, openPage } from '../support/browser.ts';
import { hasProgram } from '../support/counterpart.ts';
import { ROOT } from '../support/program.ts';
import { suiteFolder } from '../support/temporary-folder.ts';

const SHOWN_MS = 15_000;
const PASSWORD = 'correct horse battery';
const TOKEN = 'the-token-of-somebody';

describe.runIf(hasProgram('chromium'))('signing in', () => {
  const folder = suiteFolder();
  const profile = suiteFolder();
  let station: Station;
  let browser: Browser;

  beforeAll(async () => {
    const password = await hashPassword(PASSWORD);
    station = await createStation({
      version: '0.0.0',
      port: 0,
      dataFolder: join(folder.path, 'data'),
      ruleGroups: [],
      targets: [],
      builtInIntervalMs: 60_000,
      collectHost: false,
      webFolder: join(ROOT, 'packages/ui/dist'),
      access: {
        current: () => ({
          tokens: [{ name: 'ops', role: 'admin', sha256: hashToken(TOKEN) }],
          users: [{ name: 'alice', role: 'viewer', password }],
        }),
      },
    });
    browser = await launchBrowser(profile.path);
  });
  afterAll(async () => {
    await browser.close();
    await station.stop();
  });

  test('leads back to the page that was asked for, says who somebody is, and out again', async () => {
    const { page } = await openPage(browser, `${station.url}/status`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor({ timeout: SHOWN_MS });
    expect(await axeViolations(page)).toEqual([]);
    await page.getByLabel('User').fill('alice');
    await page.getByLabel('Password or token').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('The user or the password is wrong.').waitFor({ timeout: SHOWN_MS });
    await page.getByLabel('Password or token').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('alice (viewer) may look').waitFor({ timeout: SHOWN_MS });
    await page.getByRole('tab', { name: 'Configuration' }).click();
    await page.getByText('This needs the role admin; alice has the role viewer.').first().waitFor({
      timeout: SHOWN_MS,
    });
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor({ timeout: SHOWN_MS });
    await page.goto(`${station.url}/status`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor({ timeout: SHOWN_MS });
    await page.close();
  });

  test('takes a token where no user is named', async () => {
    const { page } = await openPage(browser, `${station.url}/login?next=/status`);
    await page.getByLabel('Password or token').fill(TOKEN);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('ops (admin) may do everything').waitFor({ timeout: SHOWN_MS });
    await page.close();
  });
});
