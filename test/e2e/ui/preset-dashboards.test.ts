import { join } from 'node:path';
import { resolveDefinition } from '@telltale/definition';
import { fillVariables } from '@telltale/formats';
import { parseExpr } from '@telltale/promql';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dashboard, DashboardsResponse } from '@telltale/station/contract';
import { addRecordings, sampleOfMetrics } from '../../dashboards/sample-of-metrics.ts';
import { launchBrowser, openPage } from '../../support/browser.ts';
import { hasProgram } from '../../support/counterpart.ts';
import { freePort } from '../../support/free-port.ts';
import { importSamples } from '../../support/import-samples.ts';
import { ROOT, stopProgram } from '../../support/program.ts';
import { getJson, startStation } from '../../support/telltale.ts';
import { suiteFolder, temporaryFolder } from '../../support/temporary-folder.ts';
import { waitFor } from '../../support/wait-for.ts';
import type { PresetName } from '../fixtures/presets.ts';
import { PRESETS } from '../fixtures/presets.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const CONFIG = join(ROOT, 'test/e2e/fixtures/shown-preset.config.ts');

/** A station with a preset, whose store has samples of everything that the preset declares, up to a moment. */
async function startFilledStation(preset: PresetName, endMs: number): ReturnType<typeof startStation> {
  const folder = temporaryFolder();
  const definition = resolveDefinition(PRESETS[preset], { parse: parseExpr });
  const asked = definition.dashboards.flatMap(({ panels }) => panels.flatMap(({ queries }) => queries));
  const exprs = [
    ...asked.map(({ query }) => parseExpr(fillVariables(query, () => []).text)),
    ...definition.rules.map(({ expr }) => expr),
  ];
  const store = sampleOfMetrics(definition, exprs, endMs);
  await addRecordings(definition, store, endMs);
  await importSamples(join(folder, 'data'), store);
  process.env['SHOWN_PRESET'] = preset;
  return startStation(await freePort(), folder, ['--no-host', '--config', CONFIG]);
}

/** Runs in the page: panels that have nothing to show, with what they say. */
function emptyPanels(): readonly string[] {
  const panels = [...document.querySelectorAll<HTMLElement>('article.panel')];
  return panels
    .filter((panel) => panel.querySelector('.empty, .panel-error, .panel-loading') !== null)
    .map((panel) => panel.innerText);
}

describe.runIf(hasProgram('chromium'))('dashboards of the presets in a browser', () => {
  const profile = suiteFolder();
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser(profile.path);
  });
  afterAll(() => browser?.close());

  const draw = async (page: Page, { title, panels }: Dashboard): Promise<void> => {
    await page.getByRole('heading', { name: title, exact: true, level: 1 }).waitFor();
    await expect.poll(() => page.locator('article.panel').count()).toBe(panels.length);
    await waitFor(`all panels of ${title}`, async () => {
      await page.locator('article.panel').last().scrollIntoViewIfNeeded();
      return (await page.locator('.panel-loading').count()) === 0;
    });
  };

  test.each(Object.keys(PRESETS) as PresetName[])(
    'all panels of the preset %s show something, and say nothing is wrong',
    async (preset) => {
      const endMs = Math.floor(Date.now() / MINUTE_MS - 1) * MINUTE_MS;
      const station = await startFilledStation(preset, endMs);
      const { dashboards } = (await getJson(`${station.url}/api/telltale/dashboards`)) as DashboardsResponse;
      const defined = dashboards.filter(({ origin }) => origin === 'definition');
      expect(defined.length).toBeGreaterThan(0);
      const time = `from=${endMs - HOUR_MS / 2}&to=${endMs}&refresh=off`;
      const { page, faults } = await openPage(browser, `${station.url}/login`, { width: 1280, height: 4000 });
      for (const dashboard of defined) {
        await page.goto(`${station.url}/d/${dashboard.slug}?${time}`);
        await draw(page, dashboard);
        expect(await page.evaluate(emptyPanels), dashboard.title).toEqual([]);
      }
      expect(faults).toEqual([]);
      await page.close();
      await stopProgram(station);
    },
    180_000,
  );
});
