import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AlertsResponse } from '@telltale/station/contract';
import type { PageOptions } from '../support/browser.ts';
import { axeViolations, launchBrowser, openPage, overflowOf } from '../support/browser.ts';
import { hasProgram } from '../support/counterpart.ts';
import { runProgram } from '../support/program.ts';
import type { Quickstart } from '../support/quickstart.ts';
import { startQuickstart } from '../support/quickstart.ts';
import { getJson, queryInstant } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

/*
 * What a stranger does with a fresh clone: start it, look at the page, break the shop, see the
 * alert arrive, fix it, stop it, start it again. One demo serves all tests of this file, in order.
 */
describe('the main job', () => {
  const data = suiteFolder();
  let demo: Quickstart;
  let url: string;

  beforeAll(async () => {
    demo = await startQuickstart(data.path);
    ({ url } = demo);
  }, 90_000);

  afterAll(() => demo.stop());

  const requestRate = async () => {
    const [sample] = await queryInstant(url, 'sum(rate(http_requests_total[1m]))');
    return sample ? Number(sample.value[1]) : undefined;
  };

  const alertState = async (name: string) => {
    const { rules } = (await getJson(`${url}/api/telltale/alerts`)) as AlertsResponse;
    return rules.find((rule) => rule.name === name)?.state;
  };

  test('the request rate of the shop is there and moves', async () => {
    const first = await waitFor('a request rate', async () => {
      const rate = await requestRate();
      return rate !== undefined && rate > 0 && rate;
    });
    await waitFor('another request rate', async () => (await requestRate()) !== first);
  });

  test.each([
    'histogram_quantile(0.95, sum by (le, route) (rate(http_request_duration_seconds_bucket[30s])))',
    'nodejs_eventloop_lag_p99_seconds{job="shop"}',
    'process_resident_memory_bytes{job="shop"}',
    'sum(rate(node_cpu_seconds_total{mode!="idle"}[30s]))',
    'node_memory_MemAvailable_bytes',
    'up{job="telltale"} == 1',
    'orders_total',
  ])('there is data for %s', async (query) => {
    // A route without a request in the window has a quantile, and it is NaN.
    const values = await waitFor(query, async () => {
      const samples = await queryInstant(url, query);
      const finite = samples.map(({ value }) => Number(value[1])).filter(Number.isFinite);
      return finite.length > 0 && finite;
    });
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
  });

  describe.runIf(hasProgram('chromium'))('in a browser', () => {
    const profile = suiteFolder();
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchBrowser(profile.path);
    });
    afterAll(() => browser.close());

    test('the overview shows moving numbers without any fault', async () => {
      const { page, faults } = await openPage(browser, url);
      const body = page.locator('main');
      await waitFor('figures', async () =>
        /\d/.test(await page.locator('.service .figure-value').first().innerText()),
      );
      // Charts are drawn when they come on screen.
      const charts = page.locator('.charts .panel');
      await charts.last().waitFor();
      for (const chart of await charts.all()) {
        await chart.scrollIntoViewIfNeeded();
        await chart.locator('canvas').waitFor();
      }
      expect(await charts.count()).toBeGreaterThanOrEqual(4);
      const before = await body.innerText();
      expect(before).toMatch(/\d/);
      await waitFor('the numbers to change', async () => (await body.innerText()) !== before);
      expect(faults).toEqual([]);
      await page.close();
    });

    /** What stands on a page when it has been answered. */
    const CONTENTS = {
      '/': '.service .figure-value',
      '/targets': '.grid-row',
      '/alerts': ':text("HighErrorRate")',
    } as const;
    type Path = keyof typeof CONTENTS;

    const openFilled = async (path: Path, options: PageOptions): ReturnType<typeof openPage> => {
      const opened = await openPage(browser, url + path, options);
      await opened.page.locator(`main ${CONTENTS[path]}`).first().waitFor();
      return opened;
    };

    test.each(['/', '/targets', '/alerts'] as const)(
      '%s fits a phone of 360 px without scrolling sideways',
      async (path) => {
        const { page, faults } = await openFilled(path, { width: 360, height: 740 });
        expect(await overflowOf(page)).toBeLessThanOrEqual(0);
        expect(faults).toEqual([]);
        await page.close();
      },
    );

    test.each([
      ['/', 'dark'],
      ['/', 'light'],
      ['/targets', 'dark'],
      ['/alerts', 'light'],
    ] as const)('%s has no accessibility violation in the %s theme', async (path, colorScheme) => {
      const { page } = await openFilled(path, { colorScheme });
      expect(await axeViolations(page)).toEqual([]);
      await page.close();
    });
  });

  test('a broken checkout raises an alert that arrives, and fixing it resolves the alert', async () => {
    await demo.turn('break');
    await waitFor(
      'HighErrorRate to be pending',
      async () => (await alertState('HighErrorRate')) === 'pending',
      60_000,
    );
    await waitFor(
      'HighErrorRate to fire',
      async () => (await alertState('HighErrorRate')) === 'firing',
      60_000,
    );
    await waitFor(
      'the notification to arrive',
      () => /FIRING.*HighErrorRate/i.test(demo.program.output()),
      60_000,
    );
    await demo.turn('fix');
    await waitFor(
      'the alert to resolve',
      async () => (await alertState('HighErrorRate')) === 'inactive',
      90_000,
    );
    await waitFor(
      'the resolution to arrive',
      () => /RESOLVED.*HighErrorRate/i.test(demo.program.output()),
      60_000,
    );
    // The sink prints before its answer has come back to the station.
    await waitFor('the delivery log to name both', async () => {
      const { notifications } = (await getJson(`${url}/api/telltale/alerts`)) as AlertsResponse;
      const delivered = notifications.filter(({ outcome }) => outcome === 'delivered');
      return (['firing', 'resolved'] as const).every((status) =>
        delivered.some((one) => one.status === status),
      );
    });
  }, 240_000);

  test('stopping ends every program, and the next start shows the history', async () => {
    const pids = await childrenOf(demo.program.pid);
    expect(pids.length).toBeGreaterThanOrEqual(4);
    await demo.stop();
    await waitFor('all programs to end', async () => pids.every((pid) => !isAlive(pid)));
    const stoppedMs = Date.now();
    await demo.start();
    const before = await queryInstant(url, 'sum(rate(http_requests_total[30s]))', stoppedMs - 2000);
    expect(Number(before[0].value[1])).toBeGreaterThan(0);
  }, 120_000);
});

/** All programs below a process. */
async function childrenOf(pid: number): Promise<number[]> {
  const { output } = await runProgram('ps', ['-e', '-o', 'pid=,ppid=']);
  const pairs = output
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found: number[] = [];
  const visit = (parent: number): void => {
    for (const [child, itsParent] of pairs) {
      if (itsParent !== parent) continue;
      found.push(child);
      visit(child);
    }
  };
  visit(pid);
  return found;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
