import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { WatchedPage } from '../../support/browser.ts';
import { axeViolations, launchBrowser, openPage, overflowOf } from '../../support/browser.ts';
import { hasProgram } from '../../support/counterpart.ts';
import type { Quickstart } from '../../support/quickstart.ts';
import { startQuickstart } from '../../support/quickstart.ts';
import { queryInstant } from '../../support/telltale.ts';
import { suiteFolder } from '../../support/temporary-folder.ts';
import { waitFor } from '../../support/wait-for.ts';
import type { PageView } from './page-table.ts';
import { PAGE_VIEWS } from './page-table.ts';

/** Such as `/d/shop`. */
const byPath = (views: readonly PageView[]) =>
  views.map((view) => [new URL(view.path, 'http://x').pathname, view] as const);
const IN_NAVIGATION = PAGE_VIEWS.filter(({ key }) => key !== undefined);
const IN_SHELL = PAGE_VIEWS.filter(({ path }) => !path.startsWith('/login'));

/* One quickstart and one tab serve all tests of this file. */
describe.runIf(hasProgram('chromium'))('every page of the station', () => {
  const data = suiteFolder();
  const profile = suiteFolder();
  let demo: Quickstart;
  let browser: Browser;
  let tab: WatchedPage;

  beforeAll(async () => {
    demo = await startQuickstart(data.path);
    browser = await launchBrowser(profile.path);
    await waitFor('a checkout', async () => {
      const samples = await queryInstant(demo.url, 'rate(http_requests_total{route="/checkout"}[1m]) > 0');
      return samples.length > 0;
    });
    tab = await openPage(browser, `${demo.url}/login`);
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  beforeEach(async () => {
    tab.faults.length = 0;
    await tab.page.emulateMedia({ colorScheme: 'light' });
    await tab.page.setViewportSize({ width: 1280, height: 900 });
  });

  const show = async ({ path, shown }: PageView): Promise<void> => {
    await tab.page.goto(demo.url + path);
    await shown(tab.page).first().waitFor();
  };
  const address = (): string => tab.page.url().slice(demo.url.length);

  test.each(byPath(PAGE_VIEWS))('%s shows what its address says, again after a reload', async (_, view) => {
    await show(view);
    const asked = address();
    expect(new URL(asked, demo.url).searchParams).toEqual(new URL(view.path, demo.url).searchParams);
    await tab.page.reload();
    await view.shown(tab.page).first().waitFor();
    expect(address()).toBe(asked);
    const { said = [] } = view;
    expect(tab.faults).toEqual([...said, ...said]);
  });

  test.each(byPath(IN_SHELL))('%s is left by keys, and found again by Back', async (path, view) => {
    await show(view);
    const asked = address();
    // What lies over the page is closed first, as by a person.
    const isOver = path === '/silences/new';
    if (isOver) await tab.page.keyboard.press('Escape');
    const [key, elsewhere] = path === '/targets' ? ['r', '/rules'] : ['t', '/targets'];
    await tab.page.locator('#main').focus();
    await tab.page.keyboard.press('g');
    await tab.page.keyboard.press(key);
    await tab.page.waitForURL((url) => url.pathname === elsewhere);
    await tab.page.goBack();
    if (isOver) await tab.page.goBack();
    await view.shown(tab.page).first().waitFor();
    expect(address()).toBe(asked);
    await tab.page.goForward();
    if (isOver) await tab.page.goForward();
    await tab.page.waitForURL((url) => url.pathname === elsewhere);
    expect(tab.faults).toEqual(view.said ?? []);
  });

  test.each(byPath(PAGE_VIEWS))('%s is accessible in the dark, wide', async (_, view) => {
    await tab.page.emulateMedia({ colorScheme: 'dark' });
    await show(view);
    expect(await axeViolations(tab.page)).toEqual([]);
    expect(await overflowOf(tab.page)).toBeLessThanOrEqual(0);
    expect(tab.faults).toEqual(view.said ?? []);
  });

  test.each(byPath(PAGE_VIEWS))(
    '%s is accessible in the light, and fits a phone of 360 px',
    async (_, view) => {
      // So high that what waits to be on screen is there.
      await tab.page.setViewportSize({ width: 360, height: 2400 });
      await show(view);
      expect(await axeViolations(tab.page)).toEqual([]);
      expect(await overflowOf(tab.page)).toBeLessThanOrEqual(0);
      expect(tab.faults).toEqual(view.said ?? []);
    },
  );

  test.each(byPath(IN_NAVIGATION))('%s is reached and begun by keys alone', async (path, { key = '' }) => {
    const { page } = tab;
    await page.goto(`${demo.url}/d/nowhere`);
    await page.getByText('There is no dashboard nowhere').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    await page.waitForURL((url) => url.pathname === path);
    await page.locator('main h1').first().waitFor();
    // Past the navigation the next step is in the content, and can be seen.
    await page.locator('.skip-link').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await expect.poll(() => page.evaluate(focusedInMain)).toMatchObject({ isVisible: true });
    await page.keyboard.press('Escape');
    await page.locator('#main').focus();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys of this page' });
    await help.waitFor();
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    expect(tab.faults).toEqual([]);
  });

  test('the palette finds an alert by some letters, and goes there', async () => {
    const { page } = tab;
    await show(PAGE_VIEWS[0]);
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('dialog', { name: 'Search or jump to' });
    await palette.waitFor();
    await page.keyboard.type('slowcheck');
    const found = palette.getByRole('option', { name: /SlowCheckout/ });
    await found.first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/SlowCheckout/);
    await palette.waitFor({ state: 'detached' });
    expect(tab.faults).toEqual([]);
  });

  test('the policy of the pages lets them load what the station serves, and nothing else', async () => {
    const response = await fetch(demo.url);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  });
});

/** Runs in the page: what has the focus, where that is in the content. */
function focusedInMain(): { readonly tag: string; readonly isVisible: boolean } | undefined {
  const element = document.activeElement;
  if (element === null || element.closest('main') === null) return undefined;
  // A field within a line of tools is marked by the whole line.
  const marked = [element, element.parentElement ?? element].map((one) => getComputedStyle(one));
  const isVisible = marked.some(
    ({ outlineStyle, boxShadow }) => outlineStyle !== 'none' || boxShadow !== 'none',
  );
  return { tag: element.tagName, isVisible };
}
