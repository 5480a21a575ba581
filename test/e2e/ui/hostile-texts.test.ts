import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DashboardsResponse } from '@telltale/station/contract';
import type { WatchedPage } from '../../support/browser.ts';
import { launchBrowser, openPage, overflowOf } from '../../support/browser.ts';
import { hasProgram } from '../../support/counterpart.ts';
import { freePort } from '../../support/free-port.ts';
import { stopProgram } from '../../support/program.ts';
import type { RunningStation } from '../../support/telltale.ts';
import { getJson, queryInstant, startStation } from '../../support/telltale.ts';
import { suiteFolder } from '../../support/temporary-folder.ts';
import { waitFor } from '../../support/wait-for.ts';
import { HOSTILE_TEXTS, MARKUP, startHostileProgram } from './hostile-program.ts';

const encoded = encodeURIComponent(MARKUP);
const quoted = JSON.stringify(MARKUP);
const query = encodeURIComponent('parcels_total');

/** Places that show it, by themselves or because an address says so. */
const PLACES: readonly (readonly [place: string, path: string, shown: string])[] = [
  ['the overview', '/', MARKUP],
  ['a service', `/s/${encoded}`, MARKUP],
  ['the dashboards', '/d', MARKUP],
  ['a dashboard', '/d/DASHBOARD', 'Parcels'],
  ['what explains a panel', '/d/DASHBOARD?drawer=panel:1', MARKUP],
  ['a graph', `/explore?range=5m&q=${query}`, 'onerror'],
  ['a table of series', `/explore?view=table&q=${query}`, 'onerror'],
  ['a raw answer', `/explore?view=raw&q=${query}`, 'onerror'],
  ['a tree', `/explore?view=tree&q=${query}`, `${HOSTILE_TEXTS.length} series`],
  ['the metric finder', '/explore?drawer=metrics:', MARKUP],
  ['a query as code', `/explore?drawer=code:0:panel&q=${encodeURIComponent(`{${quoted}}`)}`, 'onerror'],
  ['the targets', '/targets', 'is no sample'],
  ['the rules', '/rules', MARKUP],
  ['a search of rules', `/rules?q=${encoded}`, MARKUP],
  ['the alerts', '/alerts', MARKUP],
  ['an alert', '/alerts/ParcelLost', MARKUP],
  ['an alert that is called so', `/alerts/${encoded}`, MARKUP],
  ['the silences', '/silences', MARKUP],
  ['a new silence', `/silences/new?m=${encodeURIComponent(`kind=${quoted}`)}`, 'New silence'],
  ['a service that there is not', `/s/${encoded}x`, `${MARKUP}x`],
  ['a dashboard that there is not', `/d/${encoded}`, MARKUP],
  ['a query that is none', `/explore?q=${encoded}`, 'onerror'],
  ['the page to sign in', `/login?next=javascript:document.body.id='taken'`, 'Sign in'],
];

const rules = (): string => {
  const text = JSON.stringify;
  const all = HOSTILE_TEXTS.map((value, i) => `          text${i}: ${text(value)}`).join('\n');
  return `groups:
  - name: ${text(MARKUP)}
    interval: 1s
    rules:
      - alert: ParcelLost
        expr: parcels_total > 0
        labels: { severity: page, note: ${text(MARKUP)} }
        annotations:
          summary: ${text(`${MARKUP} {{ $labels.kind }}`)}
          description: ${text('y'.repeat(10_000))}
          runbook_url: "javascript:document.body.id='taken'"
${all}
      - alert: ${text(MARKUP)}
        expr: absent(nothing_of_this_name) > 0
        annotations: { summary: ${text(MARKUP)} }
      - record: parcels:lost
        expr: sum by (kind) (parcels_total)
`;
};

const configuration = (address: string): string => `global: { scrape_interval: 1s }
rule_files: [rules.yml]
scrape_configs:
  - job_name: ${JSON.stringify(MARKUP)}
    static_configs:
      - targets: [${JSON.stringify(address)}]
        labels: { shelf: ${JSON.stringify(MARKUP)} }
  - job_name: broken
    metrics_path: /broken
    static_configs: [{ targets: [${JSON.stringify(address)}] }]
`;

/* One station and one tab serve all tests of this file. */
describe.runIf(hasProgram('chromium'))('what others wrote', () => {
  const folder = suiteFolder();
  const profile = suiteFolder();
  let program: Awaited<ReturnType<typeof startHostileProgram>>;
  let station: RunningStation;
  let browser: Browser;
  let tab: WatchedPage;
  let slug: string;

  beforeAll(async () => {
    program = await startHostileProgram();
    writeFileSync(join(folder.path, 'rules.yml'), rules());
    writeFileSync(join(folder.path, 'prometheus.yml'), configuration(program.address));
    const given = ['--no-host', '--prometheus-config', 'prometheus.yml'];
    station = await startStation(await freePort(), folder.path, given);
    browser = await launchBrowser(profile.path);
    await silence(station.url);
    await waitFor('alerts with all the texts', async () => {
      const alerts = await queryInstant(station.url, 'ALERTS{alertname="ParcelLost"}');
      return alerts.length === HOSTILE_TEXTS.length;
    });
    slug = await waitFor('the dashboard of the program', async () => {
      const { dashboards } = (await getJson(`${station.url}/api/telltale/dashboards`)) as DashboardsResponse;
      return dashboards.find(({ panels }) => panels.some(({ title }) => title === 'Parcels'))?.slug;
    });
    tab = await openPage(browser, `${station.url}/login`);
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    if (station !== undefined) await stopProgram(station);
    await program?.stop();
  });

  test.each(PLACES)('is text in %s, which it makes no wider', async (_, path, shown) => {
    const { page, faults } = tab;
    faults.length = 0;
    for (const [width, height] of [
      [1280, 2000],
      [360, 2400],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.goto(station.url + path.replace('DASHBOARD', encodeURIComponent(slug)));
      await waitFor(shown, async () => (await page.locator('body').innerText()).includes(shown));
      expect(await page.evaluate(() => document.body.id)).toBe('');
      expect(await page.locator('img[src="x"], a[href^="javascript:"]').count()).toBe(0);
      expect(await overflowOf(page), `wider than ${width} px`).toBeLessThanOrEqual(0);
    }
    expect(faults).toEqual([]);
  });
});

/** Silences something with a comment that would like to be markup. */
async function silence(url: string): Promise<void> {
  const response = await fetch(`${url}/api/v2/silences`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      matchers: [{ name: 'kind', value: HOSTILE_TEXTS[3], isRegex: false, isEqual: true }],
      startsAt: new Date().toISOString(),
      endsAt: new Date(Date.now() + 3_600_000).toISOString(),
      createdBy: MARKUP,
      comment: HOSTILE_TEXTS.join(' '),
    }),
  });
  if (!response.ok) throw new Error(`the silence was refused: ${await response.text()}`);
}
