import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openPage } from '../../support/browser.ts';
import { hasProgram } from '../../support/counterpart.ts';
import { ROOT } from '../../support/program.ts';
import type { Quickstart } from '../../support/quickstart.ts';
import { startQuickstart } from '../../support/quickstart.ts';
import { getJson, queryInstant } from '../../support/telltale.ts';
import { suiteFolder } from '../../support/temporary-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

/** Pictures of each way, to be looked at. */
const PICTURES = join(ROOT, '.test/journey');
/** An alert waits, is grouped and told; a proof runs all of that. */
const PATIENCE_MS = 90_000;

/** How somebody goes through the pages: everything but the writing of texts. */
interface Way {
  readonly name: string;
  /** From wherever the page is to the alert that fires. */
  readonly toAlert: (page: Page) => Promise<void>;
  /** Picks the alert of a route among those of the rule. */
  readonly pick: (page: Page, row: Locator) => Promise<void>;
  readonly silence: (page: Page) => Promise<void>;
  readonly prove: (page: Page) => Promise<void>;
  readonly closeDialog: (page: Page) => Promise<void>;
  readonly copyLink: (page: Page) => Promise<void>;
}

const silenceForm = (page: Page): Locator => page.getByRole('dialog', { name: 'New silence' });
const proveDialog = (page: Page): Locator => page.getByRole('dialog', { name: 'Prove HighErrorRate' });

const BY_MOUSE: Way = {
  name: 'the mouse',
  toAlert: async (page) => {
    await page
      .getByRole('navigation', { name: 'Pages' })
      .getByRole('link', { name: /Overview/ })
      .click();
    await page
      .getByRole('region', { name: 'Alerts' })
      .getByRole('link', { name: 'HighErrorRate' })
      .first()
      .click();
  },
  pick: (_, row) => row.click(),
  silence: async (page) => {
    await page.getByRole('link', { name: 'Silence…' }).click();
    const form = silenceForm(page);
    await form.getByRole('button', { name: /^1 ?h$/ }).click();
    await form.getByLabel('Why').click();
    await page.keyboard.insertText('the payment provider is down');
    await form.getByLabel('Who you are').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('ada');
    await form.getByRole('button', { name: 'Silence', exact: true }).click();
  },
  prove: async (page) => {
    await page.getByRole('button', { name: 'Prove…' }).click();
    await proveDialog(page).getByRole('button', { name: 'Prove', exact: true }).click();
  },
  closeDialog: (page) => proveDialog(page).getByRole('button', { name: 'Close' }).click(),
  copyLink: async (page) => {
    await page.getByRole('button', { name: 'View and share' }).click();
    await page.getByRole('button', { name: 'Copy link', exact: true }).click();
  },
};

const BY_KEYS: Way = {
  name: 'the keyboard',
  toAlert: async (page) => {
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.getByRole('region', { name: 'Alerts' }).getByText('HighErrorRate').first().waitFor();
    await tabTo(
      page,
      page.getByRole('region', { name: 'Alerts' }).getByRole('link', { name: 'HighErrorRate' }),
    );
    await page.keyboard.press('Enter');
  },
  pick: async (page, row) => {
    await tabTo(page, page.getByRole('table', { name: 'Active alerts' }).getByRole('row'));
    await page.keyboard.press('Home');
    await waitFor('the row', async () => {
      if (await hasFocus(row)) return true;
      await page.keyboard.press('ArrowDown');
      return false;
    });
    await page.keyboard.press('Enter');
  },
  silence: async (page) => {
    await page.keyboard.press('s');
    const form = silenceForm(page);
    await form.waitFor();
    await tabTo(page, form.getByRole('button', { name: /^1 ?h$/ }));
    await page.keyboard.press('Enter');
    await tabTo(page, form.getByLabel('Why'));
    await page.keyboard.type('the payment provider is down');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('ada');
    await page.keyboard.press('Enter');
  },
  prove: async (page) => {
    await page.keyboard.press('p');
    const start = proveDialog(page).getByRole('button', { name: 'Prove', exact: true });
    await start.waitFor();
    await tabTo(page, start);
    await page.keyboard.press('Enter');
  },
  closeDialog: (page) => page.keyboard.press('Escape'),
  copyLink: async (page) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Search or jump to' }).waitFor();
    await page.keyboard.type('copy link');
    await page
      .getByRole('option', { name: /^Copy link/ })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
  },
};

/** Goes on with Tab until one of the elements has the focus. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let step = 0; step < 150; step++) {
    if (await hasFocus(wanted)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`150 steps did not lead to ${String(wanted)}`);
}

async function hasFocus(wanted: Locator): Promise<boolean> {
  return wanted.evaluateAll((elements) => elements.some((element) => element === document.activeElement));
}

/* What an on-call engineer does when checkout fails, from the first look to the link for the others. */
describe.runIf(hasProgram('chromium'))('a fault, from its first sign to its end', () => {
  const data = suiteFolder();
  const profile = suiteFolder();
  let demo: Quickstart;
  let browser: Browser;

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    demo = await startQuickstart(data.path);
    browser = await launchBrowser(profile.path);
    await waitFor('a checkout', async () => {
      const samples = await queryInstant(demo.url, 'rate(http_requests_total{route="/checkout"}[1m]) > 0');
      return samples.length > 0;
    });
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const endSilences = async (): Promise<void> => {
    const silences = (await getJson(`${demo.url}/api/v2/silences`)) as readonly { readonly id: string }[];
    for (const { id } of silences) await fetch(`${demo.url}/api/v2/silence/${id}`, { method: 'DELETE' });
  };

  test.each([
    [BY_MOUSE.name, BY_MOUSE],
    [BY_KEYS.name, BY_KEYS],
  ])(
    'is seen, found, silenced for an hour, proven, seen to end and shared with %s alone',
    async (name, way) => {
      const { page, faults } = await openPage(browser, `${demo.url}/?range=5m`, { height: 1000 });
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      const picture = (what: string) =>
        page.screenshot({ path: join(PICTURES, `${name.replace('the ', '')}-${what}.png`) });
      await demo.turn('break');

      // That checkout fails stands where everybody looks first.
      const firing = page.getByRole('region', { name: 'Alerts' }).getByText('Firing', { exact: true });
      await firing.first().waitFor({ timeout: PATIENCE_MS });
      await picture('1-seen');
      await way.toAlert(page);
      await page.getByRole('heading', { name: 'HighErrorRate', level: 1 }).waitFor();
      const row = page
        .getByRole('table', { name: 'Active alerts' })
        .getByRole('row')
        .filter({ has: page.getByText('/checkout', { exact: true }) });
      await row.waitFor({ timeout: PATIENCE_MS });
      await way.pick(page, row);
      await page.locator('.rule-summary', { hasText: 'to /checkout fail' }).waitFor();
      await expect.poll(() => new URL(page.url()).searchParams.get('alert') ?? '').toContain('/checkout');
      await page.getByRole('region', { name: 'Who is told' }).getByText('ops').first().waitFor();
      await picture('2-found');

      await way.silence(page);
      await page.getByText('the payment provider is down').first().waitFor();
      const [silence] = (await getJson(`${demo.url}/api/v2/silences`)) as readonly {
        readonly startsAt: string;
        readonly endsAt: string;
      }[];
      const minutes = (Date.parse(silence.endsAt) - Date.parse(silence.startsAt)) / 60_000;
      expect(Math.round(minutes)).toBe(60);
      await picture('3-silenced');

      await way.toAlert(page);
      await page.getByRole('link', { name: 'Silenced' }).first().waitFor();
      await way.prove(page);
      const proven = proveDialog(page).getByText(/^proven (?:now|\d)/);
      await proven.waitFor({ timeout: PATIENCE_MS });
      await picture('4-proven');
      await way.closeDialog(page);
      await proveDialog(page).waitFor({ state: 'detached' });

      await demo.turn('fix');
      const head = page.locator('.page-head', { has: page.getByRole('heading', { level: 1 }) });
      await head.getByText('Quiet').waitFor({ timeout: PATIENCE_MS });
      await picture('5-ended');

      await way.copyLink(page);
      const link = await waitFor('the link', () =>
        page.evaluate(() => navigator.clipboard.readText()).then((text) => text !== '' && text),
      );
      expect(link).toContain('/alerts/HighErrorRate');
      const other = await openPage(browser, link, { height: 1000 });
      await other.page.getByRole('heading', { name: 'HighErrorRate', level: 1 }).waitFor();
      await other.page.locator('.page-head').getByText('Quiet').waitFor();
      expect(new URL(other.page.url()).searchParams.get('range')).toBe('5m');
      expect([...faults, ...other.faults]).toEqual([]);
      await other.page.close();
      await page.close();
      await endSilences();
    },
    300_000,
  );
});
