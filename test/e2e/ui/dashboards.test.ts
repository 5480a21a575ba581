import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Download, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { WatchedPage } from '../../support/browser.ts';
import { axeViolations, launchBrowser, openPage, overflowOf } from '../../support/browser.ts';
import { hasProgram } from '../../support/counterpart.ts';
import { freePort } from '../../support/free-port.ts';
import { importSamples } from '../../support/import-samples.ts';
import { ROOT, stopProgram } from '../../support/program.ts';
import type { RunningStation } from '../../support/telltale.ts';
import { startStation, telltale } from '../../support/telltale.ts';
import { suiteFolder } from '../../support/temporary-folder.ts';
import { waitFor } from '../../support/wait-for.ts';
import { millSamples } from './mill-samples.ts';

const MINUTE_MS = 60_000;
const CONFIG = join(ROOT, 'test/e2e/fixtures/mill.config.ts');

/* One station, whose store has forty minutes of a mill, and one tab serve all tests of this file. */
describe.runIf(hasProgram('chromium'))('a dashboard in a browser', () => {
  const folder = suiteFolder();
  const profile = suiteFolder();
  const endMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
  const fixedTime = `from=${endMs - 30 * MINUTE_MS}&to=${endMs}&refresh=off`;
  let station: RunningStation;
  let browser: Browser;
  let tab: WatchedPage;

  beforeAll(async () => {
    await importSamples(join(folder.path, 'data'), millSamples(endMs));
    station = await startStation(await freePort(), folder.path, ['--no-host', '--config', CONFIG]);
    const deployed = ['annotate', 'deployment', 'new millstones', '--url', station.url];
    const { exit, output } = await telltale(deployed);
    expect(exit, output).toBe(0);
    browser = await launchBrowser(profile.path);
    tab = await openPage(browser, `${station.url}/login`);
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    if (station !== undefined) await stopProgram(station);
  });

  beforeEach(async () => {
    tab.faults.length = 0;
    await tab.page.setViewportSize({ width: 1280, height: 2400 });
  });

  const panel = (title: string) => tab.page.getByRole('article', { name: title, exact: true });
  const parameter = (name: string) => new URL(tab.page.url()).searchParams.getAll(name);
  const show = async (search = ''): Promise<Page> => {
    await tab.page.goto(`${station.url}/d/mill?${fixedTime}${search}`);
    await panel('Sacks a second').locator('canvas').waitFor();
    return tab.page;
  };
  const choose = async (title: string, item: string): Promise<void> => {
    await panel(title)
      .getByRole('button', { name: `More about ${title}` })
      .click();
    await tab.page.getByRole('button', { name: item, exact: true }).click();
  };

  test('every kind of panel draws what it is for, and none says more than it has', async () => {
    const page = await show();
    await panel('Sacks by gate').locator('canvas').waitFor();
    await panel('Grinding time').locator('canvas').waitFor();
    await panel('Heat and fill').locator('canvas').waitFor();
    await expect.poll(() => panel('Heat').locator('.stat-value').innerText()).toMatch(/^\d+/);
    await expect.poll(() => panel('Bin').locator('figure').innerText()).toMatch(/\d+(?:\.\d+)?\s*%/);
    await expect.poll(() => panel('Heat by stone').locator('.bar').count()).toBe(2);
    await expect.poll(() => panel('Shares of flours').getByRole('row').count()).toBeGreaterThanOrEqual(2);
    await expect.poll(() => panel('Newest heat').getByRole('row').count()).toBe(3);
    const states = panel('Turning').getByRole('img', { name: /lower/ });
    await states.waitFor();
    expect(await states.getAttribute('aria-label')).toMatch(/up since .*, \d changes before/);
    expect(await states.locator('.state.is-down').count()).toBeGreaterThan(0);
    const link = panel('Notes').getByRole('link', { name: 'https://example.org/mill' });
    expect(await link.getAttribute('href')).toBe('https://example.org/mill');
    expect(await page.locator('.panel-loading, article .empty, article .panel-error').count()).toBe(0);
    expect(tab.faults).toEqual([]);
  });

  test('what is drawn behind a number stays in its panel', async () => {
    await show();
    const place = await panel('Heat').boundingBox();
    const course = await panel('Heat').locator('.sparkline').boundingBox();
    expect(course!.y).toBeGreaterThan(place!.y);
    expect(course!.y + course!.height).toBeLessThanOrEqual(place!.y + place!.height);
    expect(course!.width).toBeLessThanOrEqual(place!.width);
  });

  test('thresholds of a warning and of a critical alert are seen, each in the colour of its severity', async () => {
    const page = await show();
    const heat = panel('Heat of the stones');
    for (const [severity, celsius, alert] of [
      ['warning', '60', 'StoneWarm'],
      ['critical', '80', 'StoneHot'],
    ] as const) {
      const mark = heat.locator(`.panel-threshold.is-${severity}`);
      expect(await mark.innerText()).toBe(celsius);
      expect(await mark.getAttribute('title')).toContain(`${alert}: above ${celsius}`);
      const colour = await mark.evaluate((element) => getComputedStyle(element, '::before').borderTopColor);
      await expect.poll(() => heat.locator('canvas').evaluate(rowsOfColour, colour)).toBe(1);
    }
    // A number beyond a threshold says so in words, too.
    expect(await panel('Heat').locator('.stat.is-critical').innerText()).toMatch(/above 80/);
    await page.emulateMedia({ colorScheme: 'dark' });
    const warning = heat.locator('.panel-threshold.is-warning');
    await expect
      .poll(async () => {
        const dark = await warning.evaluate(
          (element) => getComputedStyle(element, '::before').borderTopColor,
        );
        return heat.locator('canvas').evaluate(rowsOfColour, dark);
      })
      .toBe(1);
    await page.emulateMedia({ colorScheme: 'light' });
    expect(tab.faults).toEqual([]);
  });

  test('variables narrow one another and the panels, stand in the address, and are undone by Back', async () => {
    const page = await show();
    const variables = page.getByRole('group', { name: 'Variables' });
    const legend = panel('Sacks by gate').locator('.legend-name');
    await expect.poll(() => legend.count()).toBe(4);

    await variables.getByRole('button', { name: /Flour all/ }).click();
    await page.getByRole('checkbox', { name: 'rye' }).check();
    await page.keyboard.press('Escape');
    await expect
      .poll(() => legend.allInnerTexts().then((names) => names.toSorted()))
      .toEqual(['east', 'north']);
    expect(parameter('var-flour')).toEqual(['rye']);

    await variables.getByRole('button', { name: /Gate/ }).click();
    const gates = page.getByRole('dialog', { name: 'Choose Gate' });
    await expect.poll(() => gates.getByRole('checkbox').count()).toBe(2);
    await gates.getByRole('checkbox', { name: 'east' }).check();
    await page.keyboard.press('Escape');
    await expect.poll(() => legend.allInnerTexts()).toEqual(['east']);

    await variables.getByRole('button', { name: /Window 1m/ }).click();
    await page.getByRole('radio', { name: '5m' }).click();
    await expect.poll(() => parameter('var-window')).toEqual(['5m']);
    const stones = variables.getByRole('textbox', { name: 'Stones' });
    await stones.fill('upper');
    await stones.press('Enter');
    await expect.poll(() => panel('Heat by stone').locator('.bar').count()).toBe(1);
    await variables.getByRole('button', { name: /Shift early/ }).click();
    await page.getByRole('radio', { name: 'late' }).click();
    await expect.poll(() => parameter('var-shift')).toEqual(['late']);

    await page.reload();
    await expect.poll(() => legend.allInnerTexts()).toEqual(['east']);
    await expect.poll(() => panel('Heat by stone').locator('.bar').count()).toBe(1);
    for (const _ of ['shift', 'stone', 'window']) await page.goBack();
    await expect.poll(() => panel('Heat by stone').locator('.bar').count()).toBe(2);
    await page.goBack();
    await expect.poll(() => legend.count()).toBe(2);
    expect(tab.faults).toEqual([]);
  });

  test('a stretch that is dragged is zoomed into in all panels, and Back shows all of it again', async () => {
    const page = await show();
    const before = page.url();
    const plot = (await panel('Sacks a second').locator('.u-over').boundingBox())!;
    const y = plot.y + plot.height / 2;
    await page.mouse.move(plot.x + plot.width * 0.25, y);
    await page.mouse.down();
    await page.mouse.move(plot.x + plot.width * 0.5, y, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => page.url()).not.toBe(before);
    const [from, to] = [Number(parameter('from')[0]), Number(parameter('to')[0])];
    expect((to - from) / MINUTE_MS).toBeCloseTo(7.5, 0);
    await expect
      .poll(() => panel('Sacks by gate').locator('.chart').getAttribute('aria-label'))
      .toMatch(/\d/);
    await page.goBack();
    await expect.poll(() => page.url()).toBe(before);
    expect(tab.faults).toEqual([]);
  });

  test('arrow keys move a crosshair that all charts share, and say what is there', async () => {
    const page = await show();
    const chart = panel('Sacks a second').locator('.chart');
    await chart.focus();
    await page.keyboard.press('ArrowLeft');
    const said = panel('Sacks a second').locator('[aria-live="polite"]');
    await expect.poll(() => said.innerText()).toMatch(/rye \d.*wheat \d/);
    const first = await said.innerText();
    await page.keyboard.press('Home');
    await expect.poll(() => said.innerText()).not.toBe(first);
    const crosshair = panel('Heat and fill').locator('.u-cursor-x');
    await expect.poll(() => crosshair.evaluate((element) => element.style.transform)).toMatch(/translate/);
    await page.keyboard.press('Escape');
    await expect.poll(() => said.innerText()).toBe('');
    expect(tab.faults).toEqual([]);
  });

  test('a chart is a table and a query, too; a series is shown alone; all of it stays after a reload', async () => {
    const page = await show();
    const first = panel('Sacks a second');
    await first.getByRole('button', { name: 'View as table' }).click();
    const table = page.getByRole('region', { name: 'Sacks a second: values' });
    await expect.poll(() => table.getByRole('row').count()).toBeGreaterThan(50);
    await panel('Sacks by gate').getByRole('button', { name: 'east' }).click();
    await panel('Heat and fill').getByRole('button', { name: 'View as query' }).click();
    await page.getByRole('region', { name: 'Heat and fill: query' }).waitFor();
    await page.reload();
    await table.waitFor();
    await page.getByRole('region', { name: 'Heat and fill: query' }).waitFor();
    const alone = panel('Sacks by gate').getByRole('button', { name: 'east', pressed: true });
    await alone.waitFor();
    expect(tab.faults).toEqual([]);
  });

  test('a panel is explained with its query, its metrics and its line of code, and fills the page', async () => {
    const page = await show();
    await choose('Sacks a second', 'Explain');
    const drawer = page.getByRole('dialog', { name: 'Sacks a second' });
    await drawer.waitFor();
    expect(await drawer.innerText()).toMatch(/mill\.config\.ts:\d+/);
    expect(await drawer.innerText()).toContain('Sacks filled');
    expect(await drawer.innerText()).toContain('sum by (flour) (rate(sacks_total');
    await page.reload();
    await drawer.waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await choose('Heat of the stones', 'Fill the page');
    await expect.poll(() => page.getByRole('article').count()).toBe(1);
    await page.reload();
    await panel('Heat of the stones').locator('canvas').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('article').count()).toBe(12);
    expect(tab.faults).toEqual([]);
  });

  test('a panel is kept as CSV and as PNG, and the dashboard as JSON for Grafana', async () => {
    const page = await show();
    const save = async (press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> => {
      const [saved]: [Download, void] = await Promise.all([page.waitForEvent('download'), press()]);
      return { name: saved.suggestedFilename(), bytes: await readFile(await saved.path()) };
    };
    const csv = await save(() => choose('Sacks a second', 'Download as CSV'));
    expect(csv.name).toBe('sacks-a-second.csv');
    expect(csv.bytes.toString()).toMatch(/^time,rye,wheat\r\n\d{4}-\d\d-\d\dT.*,[\d.]+,[\d.]+\r\n/m);
    const png = await save(() => choose('Sacks a second', 'Download as PNG'));
    expect(png.name).toBe('sacks-a-second.png');
    expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
    const json = await save(async () => {
      await page.getByRole('button', { name: 'More about this dashboard' }).click();
      await page.getByRole('link', { name: 'Export to Grafana (JSON)' }).click();
    });
    const exported = JSON.parse(json.bytes.toString()) as { title: string; panels: { title: string }[] };
    expect(exported.title).toBe('Mill');
    expect(exported.panels.map(({ title }) => title)).toContain('Heat of the stones');
    expect(tab.faults).toEqual([]);
  });

  test('what happened stands above the charts, opens, and is taken away by kind', async () => {
    const page = tab.page;
    await page.goto(`${station.url}/d/mill?range=30m`);
    const happened = page.getByRole('region', { name: 'What happened' });
    const event = happened.getByRole('button', { name: /new millstones/ });
    await event.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: /new millstones/ }).waitFor();
    await page.keyboard.press('Escape');
    await happened.getByRole('button', { name: /^Deployments \d/ }).click();
    await event.waitFor({ state: 'detached' });
    expect(parameter('hide')).toEqual(['deployment']);
    expect(tab.faults).toEqual([]);
  });

  test.each([
    ['dark', 360],
    ['light', 1280],
  ] as const)('with all its panels it is accessible in the %s at %i px', async (colorScheme, width) => {
    const page = await show();
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 6000 });
    await waitFor('all panels', async () => (await page.locator('.panel-loading').count()) === 0);
    expect(await axeViolations(page)).toEqual([]);
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    expect(tab.faults).toEqual([]);
  });

  describe('asks for its data', () => {
    /** Notes the queries of a page, request by request. */
    const listen = (page: Page): number[] => {
      const counts: number[] = [];
      page.on('request', (request) => {
        if (!request.url().endsWith('/query_batch')) return;
        const { queries } = JSON.parse(request.postData() ?? '{}') as { queries: unknown[] };
        counts.push(queries.length);
      });
      return counts;
    };

    test('in one request for twenty panels, again at each refresh, and not while it is hidden', async () => {
      const { page, faults } = await openPage(browser, `${station.url}/login`, { height: 8000 });
      const asked = listen(page);
      await page.goto(`${station.url}/d/twenty?range=30m&refresh=1s`);
      await waitFor('some refreshes', () => asked.length >= 4);
      expect(new Set(asked)).toEqual(new Set([20]));

      await page.evaluate(pretendVisibility, 'hidden' as const);
      await expect.poll(() => page.locator('.connection').innerText()).toBe('Paused');
      const hiddenAt = asked.length;
      // Nothing tells that nothing comes: three times as long as a refresh takes.
      await page.waitForTimeout(3000);
      expect(asked.length).toBe(hiddenAt);
      await page.evaluate(pretendVisibility, 'visible' as const);
      await waitFor('a refresh', () => asked.length > hiddenAt);
      expect(faults).toEqual([]);
      await page.close();
    });

    test('anew when another time is wanted, and gives up what it had asked before', async () => {
      const { page, faults } = await openPage(browser, `${station.url}/login`, { height: 8000 });
      const asked = listen(page);
      let answered = 0;
      let failed = 0;
      page.on('requestfinished', (request) => {
        if (request.url().endsWith('/query_batch')) answered++;
      });
      page.on('requestfailed', (request) => {
        if (request.url().endsWith('/query_batch') && /abort/i.test(request.failure()?.errorText ?? ''))
          failed++;
      });
      await page.goto(`${station.url}/d/twenty?range=30m&refresh=off`);
      await expect.poll(() => page.locator('article canvas').count()).toBe(20);
      // A station that stands still answers nothing, until it goes on.
      process.kill(station.pid, 'SIGSTOP');
      try {
        await page.keyboard.press('r');
        await waitFor('a request', () => asked.length === 2);
        await page.keyboard.press('-');
        await waitFor('another request', () => asked.length === 3);
        await waitFor('the first to be given up', () => failed === 1);
      } finally {
        process.kill(station.pid, 'SIGCONT');
      }
      await waitFor('what was asked last', () => answered === 2);
      expect(faults).toEqual([]);
      await page.close();
    });
  });
});

/** Runs in the page: how many runs of neighbouring rows of a canvas have at least thirty points of a colour. */
function rowsOfColour(canvas: Element, colour: string): number {
  const probe = document.createElement('canvas').getContext('2d')!;
  probe.fillStyle = colour;
  probe.fillRect(0, 0, 1, 1);
  const [red, green, blue] = probe.getImageData(0, 0, 1, 1).data;
  const { width, height } = canvas as HTMLCanvasElement;
  const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
  let runs = 0;
  let isRun = false;
  for (let y = 0; y < height; y++) {
    let points = 0;
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      if (data[at] === red && data[at + 1] === green && data[at + 2] === blue) points++;
    }
    if (points >= 30 && !isRun) runs++;
    isRun = points >= 30;
  }
  return runs;
}

/** Runs in the page, as the browser does when its tab goes behind another. */
function pretendVisibility(state: 'hidden' | 'visible'): void {
  Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}
