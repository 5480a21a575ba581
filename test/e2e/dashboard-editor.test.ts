import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { DashboardsResponse } from '@telltale/station/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeViolations, launchBrowser, openPage, overflowOf } from '../support/browser.ts';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { stopProgram } from '../support/program.ts';
import type { RunningStation } from '../support/telltale.ts';
import { getJson, queryInstant, startStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const HOSTILE = '<img src=x onerror=alert(1)>';

/** A program with a counter. */
async function startProgramWithMetrics() {
  let jobs = 0;
  const server = createServer((_request, response) => {
    jobs += 10;
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(`# TYPE jobs_done_total counter\njobs_done_total{queue="mail"} ${jobs}\n`);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, address: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Compiles a section of a definition, as somebody who pastes it would. */
async function compile(section: string): Promise<void> {
  // Inside the package, so that the compiler finds the sources.
  const folder = mkdtempSync(join(ROOT, 'packages/telltale/test/editor-'));
  try {
    const code = section.replace('// import {', 'import { defineMonitoring,');
    const [imports, ...rest] = code.split('\n');
    const text = [imports, "export default defineMonitoring({ service: 'shop',", ...rest, '});\n'].join('\n');
    writeFileSync(join(folder, 'telltale.config.ts'), text);
    const project = {
      extends: join(ROOT, 'tsconfig.base.json'),
      compilerOptions: { noEmit: true, composite: false, incremental: false, types: ['node'] },
      files: ['telltale.config.ts'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
    const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
    await promisify(execFile)(process.execPath, [compiler, '-p', folder, '--pretty', 'false']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.runIf(hasProgram('chromium'))('the dashboard editor in a browser', () => {
  const folder = suiteFolder();
  const profile = suiteFolder();
  let program: Awaited<ReturnType<typeof startProgramWithMetrics>>;
  let station: RunningStation;
  let browser: Browser;
  const scrape = () => ['--scrape', `${program.address}/metrics`];

  beforeAll(async () => {
    program = await startProgramWithMetrics();
    station = await startStation(await freePort(), folder.path, scrape());
    browser = await launchBrowser(profile.path);
    await waitFor(
      'the metrics',
      async () => (await queryInstant(station.url, 'jobs_done_total')).length === 1,
      30_000,
    );
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    program?.server.close();
    if (station !== undefined) await stopProgram(station);
  });

  const open = (path: string, options = {}) => openPage(browser, `${station.url}${path}`, options);
  const titles = (page: Page) => page.locator('.panel-grid .panel-title').allInnerTexts();
  const slots = (page: Page) => page.locator('.edit-slot');
  const saved = async (title: string) => {
    const { dashboards } = (await getJson(`${station.url}/api/telltale/dashboards`)) as DashboardsResponse;
    return dashboards.find((one) => one.origin === 'saved' && one.title === title);
  };
  /** Makes a dashboard by the API, for tests of what comes after. */
  const make = async (title: string, panels: readonly string[]) => {
    const content = {
      title,
      panels: panels.map((name) => ({
        title: name,
        kind: 'stat',
        unit: '',
        queries: [{ query: 'sum(jobs_done_total)', legend: '' }],
      })),
      variables: [],
      tags: [],
      refreshMs: null,
      rangeMs: null,
    };
    const response = await fetch(`${station.url}/api/telltale/saved_dashboards`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ content, savedBy: 'Ana' }),
    });
    return ((await response.json()) as { slug: string }).slug;
  };
  const codeOf = async (page: Page) => {
    const region = page.getByRole('region', { name: 'TypeScript' });
    await region.waitFor();
    return region.innerText();
  };

  test('a dashboard is made, arranged, saved, linked and taken as code, with the mouse alone', async () => {
    const { page, faults } = await open('/d');
    await page.getByRole('link', { name: 'New dashboard' }).click();
    await page.getByLabel('Title of the dashboard').fill('Checkout');
    await page.getByRole('button', { name: 'Add the first panel' }).click();
    await page.getByLabel('Title', { exact: true }).fill('Jobs');
    await page.getByLabel('Query 1, as PromQL').fill('sum by (queue) (rate(jobs_done_total[1m]))');
    await page.getByRole('dialog').locator('canvas').first().waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Add a panel' }).click();
    await page.getByLabel('Title', { exact: true }).fill('In all');
    await page.getByLabel('Drawn as').selectOption('stat');
    await page.getByLabel('Query 1, as PromQL').fill('sum(jobs_done_total)');
    await page.getByRole('button', { name: 'Done' }).click();

    await page.getByRole('button', { name: 'Wider: Jobs' }).click();
    await slots(page).nth(1).locator('.edit-grip').dragTo(slots(page).nth(0));
    await waitFor('the new order', async () => (await titles(page)).join() === 'In all,Jobs');
    await page.getByRole('button', { name: 'Duplicate: Jobs' }).click();
    await page.getByRole('button', { name: 'Remove: Jobs' }).nth(1).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await waitFor('three panels', async () => (await slots(page).count()) === 3);
    await page.getByRole('button', { name: 'Remove: Jobs' }).nth(1).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.waitForURL(/\/d\/~checkout(?:\?|$)/);
    await page.reload();
    await waitFor('the dashboard', async () => (await titles(page)).join() === 'In all,Jobs');
    expect((await saved('Checkout'))?.panels).toMatchObject([
      { kind: 'stat' },
      { kind: 'timeseries', width: 7 },
    ]);

    const other = await open(new URL(page.url()).pathname);
    await waitFor('the shared one', async () => (await titles(other.page)).join() === 'In all,Jobs');
    await other.page.context().close();

    await page.getByRole('button', { name: 'More about this dashboard' }).click();
    await page.getByRole('button', { name: 'Export as TypeScript' }).click();
    await compile(await codeOf(page));
    expect(faults).toEqual([]);
  }, 120_000);

  test('the same by keys alone, and every move is told', async () => {
    const { page, faults } = await open('/d/~new');
    await page.getByLabel('Title of the dashboard').waitFor();
    await waitFor('the title', () => page.evaluate(() => document.activeElement instanceof HTMLInputElement));
    const { keyboard } = page;
    await keyboard.type('By keys');
    const goTo = async (name: string) => {
      for (let presses = 0; presses < 60; presses++) {
        await keyboard.press('Tab');
        const at = await page.evaluate(() => {
          const element = document.activeElement;
          const label = element?.getAttribute('aria-label') ?? element?.closest('label')?.textContent;
          return (label ?? element?.textContent ?? '').trim();
        });
        if (at.startsWith(name)) return;
      }
      throw new Error(`no ${name} on the way of Tab`);
    };
    for (const [title, query] of [
      ['One', 'sum(jobs_done_total)'],
      ['Two', 'up'],
    ]) {
      await goTo('Add ');
      await keyboard.press('Enter');
      await page.getByLabel('Title', { exact: true }).waitFor();
      await waitFor('the form', async () => (await page.evaluate(() => getSelection()?.toString())) !== '');
      await keyboard.type(title);
      await goTo('Query 1');
      await keyboard.type(query);
      await keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await goTo('Two, 2 of 2');
    await keyboard.press('Shift+ArrowRight');
    await waitFor('the size', async () => (await page.getByText('Two: 7 of 12 wide').count()) === 1);
    await keyboard.press('ArrowLeft');
    await waitFor('the move', async () => (await page.getByText('Two: place 1 of 2').count()) === 1);
    expect(await titles(page)).toEqual(['Two', 'One']);
    await keyboard.press('Control+s');
    await page.waitForURL(/\/d\/~by-keys(?:\?|$)/);
    await waitFor('the dashboard', async () => (await titles(page)).join() === 'Two,One');
    expect(faults).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('a variable is written in its form, chosen at once, and saved', async () => {
    const slug = await make('Variables', ['A']);
    const { page, faults } = await open(`/d/${slug}?edit=1`);
    await page.getByRole('button', { name: 'Variables', exact: true }).click();
    await page.getByRole('button', { name: 'Add the first variable' }).click();
    await page.getByLabel('Name, in queries after $').fill('queue');
    await page.getByLabel('Label', { exact: true }).fill('queue');
    await page.getByLabel('In the series of').fill('jobs_done_total');
    await page.getByText('Now: mail').waitFor();
    await page.getByRole('button', { name: 'Another variable' }).click();
    const second = page.locator('fieldset').nth(1);
    await second.getByLabel('Name, in queries after $').fill('window');
    await second.getByLabel('To choose from').selectOption('interval');
    await second.getByLabel('Ranges, by commas').fill('1m, 5m');
    await page.getByRole('button', { name: 'Move up: window' }).click();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Done' }).click();

    await page.getByRole('button', { name: 'Edit: A' }).click();
    const query = 'sum by (queue) (rate(jobs_done_total{queue=~"$queue"}[$window]))';
    await page.getByLabel('Query 1, as PromQL').fill(query);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'window 1m' }).click();
    await page.getByLabel('5m').click();
    await page.getByRole('button', { name: 'window 5m' }).waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.waitForURL(({ searchParams }) => !searchParams.has('edit'));
    await page.getByRole('button', { name: 'queue all' }).waitFor();
    expect((await saved('Variables'))?.variables).toMatchObject([
      { name: 'window', kind: 'interval', options: ['1m', '5m'] },
      { name: 'queue', label: 'queue', kind: 'label-values', values: 'queue', of: 'jobs_done_total' },
    ]);
    expect(faults).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('what is not saved survives a reload', async () => {
    const slug = await make('Unsaved', ['A']);
    const { page } = await open(`/d/${slug}?edit=1`);
    await page.getByLabel('Title of the dashboard').fill('Renamed');
    await page.getByText('Not saved yet').waitFor();
    page.on('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await page.getByText('Not saved yet').waitFor();
    expect(await page.getByLabel('Title of the dashboard').inputValue()).toBe('Renamed');
    await page.context().close();
  });

  test('of two who save, the second keeps theirs as a copy', async () => {
    const slug = await make('Contested', ['A']);
    const [first, second] = await Promise.all([open(`/d/${slug}?edit=1`), open(`/d/${slug}?edit=1`)]);
    for (const [{ page }, title] of [
      [first, 'Firsts'],
      [second, 'Seconds'],
    ] as const) {
      await page.getByLabel('Title of the dashboard').fill(title);
    }
    await first.page.getByRole('button', { name: 'Save', exact: true }).click();
    await waitFor('the first', async () => (await saved('Firsts')) !== undefined);
    await second.page.getByRole('button', { name: 'Save', exact: true }).click();
    await second.page.getByRole('heading', { name: 'It was saved meanwhile' }).waitFor();
    await second.page.getByRole('button', { name: 'Keep mine as a copy' }).click();
    await waitFor('the copy', async () => (await saved('Seconds (copy)')) !== undefined);
    expect((await saved('Firsts'))?.slug).toBe(slug);
    await first.page.context().close();
    await second.page.context().close();
  });

  test('a dashboard of Grafana is looked at with what is lost, and saved', async () => {
    const { page, faults } = await open('/d/~import');
    const grafana = {
      title: `From Grafana ${HOSTILE}`,
      panels: [
        { title: 'Jobs', type: 'timeseries', targets: [{ expr: 'rate(jobs_done_total[$__rate_interval])' }] },
        { title: HOSTILE, type: 'news' },
      ],
    };
    const field = page.getByLabel(/Dashboard as JSON/);
    await field.fill('{ no json');
    await page.getByText('it is no JSON').waitFor();
    await field.fill(JSON.stringify(grafana));
    const dropped = page.getByRole('row').filter({ hasText: 'it has no query' });
    await dropped.waitFor();
    expect(await dropped.innerText()).toContain(HOSTILE);
    await page.locator('.panel canvas').first().waitFor();
    await page.getByRole('button', { name: 'Save the dashboard' }).click();
    await page.waitForURL(/\/d\/~from-grafana/);
    await page.getByRole('heading', { name: grafana.title }).waitFor();
    expect(await page.locator('img').count()).toBe(0);
    // A query that was refused answers with 400, which the browser tells.
    expect(faults.filter((fault) => !fault.includes('400'))).toEqual([]);
    await page.context().close();
  });

  test('hostile titles are text while they are written, and a query of Explore becomes a panel', async () => {
    const { page } = await open(`/d/~new?add=${encodeURIComponent('sum(jobs_done_total)')}`);
    await page.getByLabel('Title', { exact: true }).fill(HOSTILE);
    expect(await page.getByLabel('Query 1, as PromQL').inputValue()).toBe('sum(jobs_done_total)');
    await page.getByRole('group', { name: `${HOSTILE}, 1 of 1` }).waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(new URL(page.url()).searchParams.has('add')).toBe(false);
    await page.context().close();
  });

  test('the editor can be used by everybody, on a phone as well', async () => {
    const slug = await make('Accessible', ['A', 'B']);
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const path of [`/d/${slug}?edit=1`, `/d/${slug}?edit=1&drawer=form:0`, '/d/~import', '/d']) {
        const { page } = await open(path, { colorScheme });
        await page.locator('h1').first().waitFor();
        await waitFor('what is loaded', async () => (await page.locator('[aria-busy="true"]').count()) === 0);
        expect({ path, violations: await axeViolations(page) }).toEqual({ path, violations: [] });
        await page.context().close();
      }
    }
    for (const path of [`/d/${slug}`, `/d/${slug}?edit=1`, `/d/${slug}?edit=1&drawer=form:0`, '/d/~import']) {
      const { page } = await open(path, { width: 360, height: 780 });
      await page.locator('h1').first().waitFor();
      expect({ path, overflow: await overflowOf(page) }).toEqual({ path, overflow: 0 });
      await page.context().close();
    }
  }, 120_000);

  test('a station that is started again has them still', async () => {
    const slug = await make('Kept', ['A']);
    await stopProgram(station);
    station = await startStation(await freePort(), folder.path, scrape());
    expect((await saved('Kept'))?.slug).toBe(slug);
    const { page } = await open(`/d/${slug}`);
    await waitFor('the panel', async () => (await titles(page)).join() === 'A');
    await page.context().close();
  }, 60_000);
});
