import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeViolations, launchBrowser, openPage, overflowOf } from '../support/browser.ts';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { stopProgram } from '../support/program.ts';
import type { RunningStation } from '../support/telltale.ts';
import { queryInstant, startStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const HOSTILE = '<img src=x onerror=alert(1)>';

/** A program with a counter, and a label that would like to be markup. */
async function startProgramWithMetrics() {
  let jobs = 0;
  const server = createServer((_request, response) => {
    jobs += 10;
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(
      '# HELP jobs_done_total Jobs done.\n# TYPE jobs_done_total counter\n' +
        `jobs_done_total{queue="mail"} ${jobs}\njobs_done_total{queue="${HOSTILE}"} ${jobs}\n` +
        `jobs_done_total{queue="say \\"hi\\""} ${jobs}\n`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, address: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe.runIf(hasProgram('chromium'))('Explore in a browser', () => {
  const folder = suiteFolder();
  const profile = suiteFolder();
  let program: Awaited<ReturnType<typeof startProgramWithMetrics>>;
  let station: RunningStation;
  let browser: Browser;

  beforeAll(async () => {
    program = await startProgramWithMetrics();
    const scrape = ['--scrape', `${program.address}/metrics`];
    station = await startStation(await freePort(), folder.path, scrape);
    browser = await launchBrowser(profile.path);
    await waitFor(
      'the metrics',
      async () => (await queryInstant(station.url, 'jobs_done_total')).length === 3,
      30_000,
    );
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    program?.server.close();
    if (station !== undefined) await stopProgram(station);
  });

  const open = (path: string, options = {}) => openPage(browser, `${station.url}${path}`, options);
  const queriesOf = (page: Page) => new URL(page.url()).searchParams.getAll('q');
  const editorOf = (page: Page) => page.getByRole('textbox', { name: 'Query A' });
  const optionOf = (page: Page, text: string) => page.getByRole('option').filter({ hasText: text }).first();
  const holds = (editor: Locator, text: string) =>
    waitFor(text, async () => (await editor.inputValue()) === text);
  const viewOf = (page: Page) => new URL(page.url()).searchParams.get('view');

  test('a query is written with completion, run, looked at in every view and linked, by keys alone', async () => {
    const { page, faults } = await open('/explore?range=5m');
    const editor = editorOf(page);
    await editor.waitFor();
    await page.keyboard.type('jobs_d');
    await optionOf(page, 'jobs_done_total').waitFor();
    await page.keyboard.press('Tab');
    await holds(editor, 'jobs_done_total');
    await page.keyboard.press('Enter');
    await page.locator('.explore-graph canvas').waitFor();
    expect(queriesOf(page)).toEqual(['jobs_done_total']);

    await page.getByRole('button', { name: 'Run' }).focus();
    await page.keyboard.press('2');
    const table = page.getByRole('table', { name: 'Query A: series' });
    await table.waitFor();
    expect(await table.innerText()).toContain(HOSTILE);
    expect(await table.locator('img').count()).toBe(0);
    await page.keyboard.press('3');
    await page.getByRole('region', { name: 'Query A: JSON' }).waitFor();
    await page.keyboard.press('4');
    await page.getByText('3 series').first().waitFor();

    await page.goBack();
    await page.goBack();
    await table.waitFor();
    expect(viewOf(page)).toBe('table');
    await page.reload();
    await table.waitFor();
    await holds(editor, 'jobs_done_total');
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a metric that is picked is asked as its type wants it, beside what was asked', async () => {
    const { page, faults } = await open('/explore?q=up');
    await editorOf(page).waitFor();
    await page.keyboard.press('m');
    await waitFor('the search', () =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label') === 'Search metrics'),
    );
    await page.keyboard.type('jobs');
    await page.locator('.metric-list > :first-child', { hasText: 'jobs_done_total' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await waitFor('the query', () => Promise.resolve(queriesOf(page).length === 2));
    expect(queriesOf(page)).toEqual(['up', 'rate(jobs_done_total[5m])']);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Metrics' }).waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a query that is wrong says where, and one without series says which selector is empty', async () => {
    const { page } = await open(`/explore?q=${encodeURIComponent('sum by (')}`);
    await page.locator('.finding', { hasText: 'unclosed left parenthesis' }).waitFor();
    await page.locator('.query-mark.is-error').first().waitFor();
    await page.close();

    const other = await open(`/explore?q=${encodeURIComponent('up + not_there')}`);
    await other.page
      .getByRole('list', { name: 'Parts that give nothing' })
      .getByRole('button', { name: 'not_there' })
      .waitFor();
    await other.page.close();
  });

  test('a query becomes code for the definition', async () => {
    const { page, faults } = await open('/explore?q=up%20%3D%3D%200&drawer=code%3A0%3Aalert');
    const code = page.getByRole('region', { name: 'TypeScript' });
    await code.waitFor();
    expect(await code.innerText()).toContain('when: promql`up == 0`');
    expect(faults).toEqual([]);
    await page.close();
  });

  test('labels and values are completed by the mouse and by keys, quotes and all, and can be undone', async () => {
    const { page, faults } = await open('/explore');
    const editor = editorOf(page);
    await editor.waitFor();
    await page.keyboard.type('jobs_done_total{');
    await optionOf(page, 'queue').click();
    await optionOf(page, 'mail').waitFor();
    await holds(editor, 'jobs_done_total{queue=""}');
    await page.keyboard.type('say');
    await waitFor('one value to be left', async () => (await page.getByRole('option').count()) === 1);
    await page.keyboard.press('Enter');
    const written = 'jobs_done_total{queue="say \\"hi\\""}';
    await holds(editor, written);
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.locator('.explore-graph canvas').waitFor();
    expect(queriesOf(page)).toEqual([written]);

    await page.keyboard.press('Control+z');
    await holds(editor, 'jobs_done_total{queue="say"}');
    await page.keyboard.press('Control+Shift+z');
    await holds(editor, written);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a list that is open goes by arrows and Escape; what is written in full is run', async () => {
    const { page, faults } = await open('/explore');
    const editor = editorOf(page);
    await editor.waitFor();
    await page.keyboard.press('Control+Space');
    const options = page.getByRole('option');
    await options.first().waitFor();
    const selected = page.locator('[role="option"][aria-selected="true"]');
    const first = await selected.innerText();
    await page.keyboard.press('ArrowDown');
    await waitFor('another one', async () => (await selected.innerText()) !== first);
    expect(await editor.getAttribute('aria-activedescendant')).toBe(await selected.getAttribute('id'));
    await page.keyboard.press('ArrowUp');
    await waitFor('the first one', async () => (await selected.innerText()) === first);
    await page.keyboard.press('Escape');
    await options.first().waitFor({ state: 'detached' });

    await page.keyboard.type('jobs_done_total');
    await optionOf(page, 'jobs_done_total').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.explore-graph canvas').waitFor();
    expect(queriesOf(page)).toEqual(['jobs_done_total']);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a call tells its parameters, of which the one that is written stands out', async () => {
    const { page, faults } = await open('/explore');
    const editor = editorOf(page);
    await editor.waitFor();
    await page.keyboard.type('histogram_q');
    await optionOf(page, 'histogram_quantile').waitFor();
    await page.keyboard.press('Tab');
    await holds(editor, 'histogram_quantile()');
    const signature = page.getByRole('note');
    const current = signature.locator('strong');
    await waitFor('the first parameter', async () => (await current.innerText()) === 'φ');
    expect(await signature.innerText()).toContain('histogram_quantile(φ, buckets)');
    await page.keyboard.type('0.9, ');
    await waitFor('the second parameter', async () => (await current.innerText()) === 'buckets');
    await page.keyboard.press('Escape');
    await signature.waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await page.close();
  });

  test('brackets come in pairs, lines begin like the one before, and F8 goes to what is wrong', async () => {
    const { page, faults } = await open('/explore');
    const editor = editorOf(page);
    await editor.waitFor();
    await page.keyboard.type('(');
    await holds(editor, '()');
    await page.keyboard.type('up)');
    await holds(editor, '(up)');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('  or (not_there)');
    await page.keyboard.press('Shift+Enter');
    await holds(editor, '(up)\n  or (not_there)\n  ');
    await page.locator('.query-mark', { hasText: 'not_there' }).waitFor();
    await page.keyboard.press('F8');
    await page.getByRole('tooltip').filter({ hasText: 'not_there' }).waitFor();
    const marked = await editor.evaluate((field) => {
      const { value, selectionStart, selectionEnd } = field as HTMLTextAreaElement;
      return value.slice(selectionStart, selectionEnd);
    });
    expect(marked).toBe('not_there');
    await page.keyboard.press('Escape');
    await page.getByRole('tooltip').waitFor({ state: 'detached' });
    await page.locator('.query-mark', { hasText: 'not_there' }).hover({ force: true });
    await page.getByRole('tooltip').waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });

  test('what an input method composes is left alone, and what Format does can be undone', async () => {
    const { page, faults } = await open('/explore');
    const editor = editorOf(page);
    await editor.waitFor();
    await page.keyboard.type('sum(  jobs_done_total  )');
    const keyboard = await page.context().newCDPSession(page);
    await keyboard.send('Input.imeSetComposition', { text: ' # に', selectionStart: 4, selectionEnd: 4 });
    await holds(editor, 'sum(  jobs_done_total  ) # に');
    await keyboard.send('Input.insertText', { text: ' # 二' });
    await holds(editor, 'sum(  jobs_done_total  ) # 二');
    await page.keyboard.press('Control+z');
    await holds(editor, 'sum(  jobs_done_total  )');

    await page.getByRole('button', { name: 'More about query A' }).click();
    await page.getByRole('button', { name: 'Format' }).click();
    await holds(editor, 'sum(jobs_done_total)');
    await page.keyboard.press('Control+z');
    await holds(editor, 'sum(  jobs_done_total  )');
    expect(faults).toEqual([]);
    await page.close();
  });

  test.each([
    ['dark', 1280],
    ['light', 360],
  ] as const)(
    'the editor with its list and its signature, in the %s theme at %i px, is accessible and fits',
    async (colorScheme, width) => {
      const { page, faults } = await open('/explore', { colorScheme, width });
      const editor = editorOf(page);
      await editor.waitFor();
      await page.keyboard.type('sum by (queue) (rate(jobs_done_total{queue="mail"}[5m])) / sum(jobs');
      await optionOf(page, 'jobs_done_total').waitFor();
      await page.getByRole('note').waitFor();
      // What is seen and what is written lie on each other, also where lines are broken.
      const sizeOf = (part: Locator) =>
        part.evaluate(({ scrollHeight, clientWidth }) => ({ scrollHeight, clientWidth }));
      expect(await sizeOf(page.locator('.query-overlay'))).toEqual(await sizeOf(editor));
      expect(await axeViolations(page)).toEqual([]);
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      expect(faults).toEqual([]);
      await page.close();
    },
  );

  test.each([
    ['graph', 'dark', 1280],
    ['table', 'light', 1280],
    ['tree', 'dark', 360],
    ['raw', 'light', 360],
  ] as const)(
    'the view %s in the %s theme at %i px is accessible and no wider than the window',
    async (view, colorScheme, width) => {
      const query = encodeURIComponent('sum by (queue) (jobs_done_total{queue="mail"})');
      const { page, faults } = await open(`/explore?view=${view}&q=${query}`, { colorScheme, width });
      await editorOf(page).waitFor();
      await page.locator('.explore-graph canvas, table.grid, .query-tree, .raw-text').first().waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      expect(faults).toEqual([]);
      await page.close();
    },
  );
});
