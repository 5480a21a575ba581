import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openPage } from '../support/browser.ts';
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
        `jobs_done_total{queue="mail"} ${jobs}\njobs_done_total{queue="${HOSTILE}"} ${jobs}\n`,
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
      async () => (await queryInstant(station.url, 'jobs_done_total')).length === 2,
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
  const viewOf = (page: Page) => new URL(page.url()).searchParams.get('view');

  test('a query is written with completion, run, looked at in every view and linked, by keys alone', async () => {
    const { page, faults } = await open('/explore?range=5m');
    const editor = page.locator('.cm-content');
    await editor.waitFor();
    await page.keyboard.type('jobs_d', { delay: 20 });
    await page.locator('.cm-tooltip-autocomplete li', { hasText: 'jobs_done_total' }).waitFor();
    // For some moments after it appeared nothing that is offered is taken, lest it takes an Enter meant to run.
    await waitFor('the completion to be taken', async () => {
      await editor.press('Control+Space');
      await page.locator('.cm-tooltip-autocomplete li[aria-selected]').waitFor();
      await sleep(150);
      await editor.press('Tab');
      return (await editor.innerText()) === 'jobs_done_total';
    });
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
    await page.getByText('2 series').first().waitFor();

    await page.goBack();
    await page.goBack();
    await table.waitFor();
    expect(viewOf(page)).toBe('table');
    await page.reload();
    await table.waitFor();
    await waitFor('the query to be back', async () => (await editor.innerText()) === 'jobs_done_total');
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a metric that is picked is asked as its type wants it, beside what was asked', async () => {
    const { page, faults } = await open('/explore?q=up');
    await page.locator('.cm-content').waitFor();
    await page.keyboard.press('m');
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
    await page.locator('.cm-lintRange-error, .cm-lintPoint-error').first().waitFor();
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

  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
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
      await page.locator('.cm-content').waitFor();
      await page.locator('.explore-graph canvas, table.grid, .query-tree, .raw-text').first().waitFor();
      await page.evaluate(axe);
      const violations = await page.evaluate(async () => {
        const { axe: run } = globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        };
        const { violations: found } = await run.run();
        return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      });
      expect(violations).toEqual([]);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBeLessThanOrEqual(0);
      expect(faults).toEqual([]);
      await page.close();
    },
  );
});
