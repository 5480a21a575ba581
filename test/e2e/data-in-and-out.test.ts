import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { instrument } from '@telltale/sdk';
import { defineMonitoring, histogram } from '@telltale/sdk/define';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { stopProgram } from '../support/program.ts';
import { getJson, queryInstant, startStation, telltale } from '../support/telltale.ts';
import type { RunningStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const STEP_S = 15;
const ROWS = 2000;
const SERIES = 60;
const END_S = Math.floor(Date.now() / 1000 / STEP_S) * STEP_S - 60;

const folder = suiteFolder();
const t = instrument(
  defineMonitoring({
    service: 'shop',
    metrics: {
      pay_seconds: histogram({ help: 'Time to pay', unit: 'seconds', native: true, exemplars: true }),
    },
  }),
);
let app: Server;
let station: RunningStation;
let page: string;

/** Old samples in the order in which an export has them. */
function oldSamples(): string {
  const lines: string[] = [];
  for (let n = 10; n < 10 + SERIES; n++) {
    for (let row = 0; row < ROWS; row++) {
      lines.push(`old{job="batch",n="${n}"} ${(row * n) % 977} ${END_S - (ROWS - 1 - row) * STEP_S}`);
    }
  }
  return `${lines.join('\n')}\n# EOF\n`;
}

beforeAll(async () => {
  page = join(folder.path, 'old.om');
  writeFileSync(page, oldSamples());
  const { exit, output } = await telltale(['backfill', page, '--data', join(folder.path, 'data')]);
  expect(exit, output).toBe(0);
  app = createServer((request, response) => t.http.metricsHandler(request, response));
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  station = await startStation(await freePort(), folder.path, [
    '--no-host',
    '--scrape',
    `127.0.0.1:${(app.address() as AddressInfo).port}/metrics`,
    '--native-histograms',
    '--retention.time=30d',
    '--retention.size=2GB',
    '--query.timeout=1s',
    '--query.experimental',
  ]);
}, 60_000);
afterAll(async () => {
  await stopProgram(station);
  app.close();
  await t.shutdown();
});

describe('old samples', () => {
  test('are answered by the station that starts on them', async () => {
    const [{ value }] = await queryInstant(
      station.url,
      `count(count_over_time(old[9h]) == ${ROWS})`,
      END_S * 1000,
    );
    expect(Number(value[1])).toBe(SERIES);
  });

  test('come back from the running station exactly as they went in', async () => {
    const out = join(folder.path, 'out.om');
    const { exit, output } = await telltale(['export', 'old', '--url', station.url, '--out', out]);
    expect(exit, output).toBe(0);
    expect(output).toContain(
      `${(ROWS * SERIES).toLocaleString('en-US')} samples of ${SERIES} series exported`,
    );
    expect(readFileSync(out, 'utf8') === readFileSync(page, 'utf8')).toBe(true);
  });

  test('are not taken while the station runs, with what to do instead', async () => {
    const { exit, output } = await telltale(['backfill', page, '--data', join(folder.path, 'data')]);
    expect(exit).toBe(2);
    expect(output).toContain('TT_DATA_LOCKED');
  });
});

test('the native histogram of an application is scraped, and its quantile answered', async () => {
  const [value] = await waitFor('two scrapes', async () => {
    for (let i = 1; i <= 100; i++) t.metrics.pay_seconds.observe(i / 10, { exemplar: { trace_id: `t${i}` } });
    const answer = await queryInstant(station.url, 'histogram_quantile(0.9, sum(rate(pay_seconds[1m])))');
    // Between two scrapes before the first observation there is no quantile.
    return answer.length > 0 && answer[0].value[1] !== 'NaN' && answer;
  });
  expect(Number(value.value[1])).toBeGreaterThan(8);
  expect(Number(value.value[1])).toBeLessThan(10);
});

describe('how the station runs', () => {
  test('is said by its command line', async () => {
    const { data } = (await getJson(`${station.url}/api/v1/status/flags`)) as {
      data: Record<string, string>;
    };
    expect(data).toMatchObject({ 'query.timeout': '1s', 'storage.tsdb.retention.time': '30d' });
  });

  test('a query that takes longer than the timeout ends with 503 and says why', async () => {
    // Each term has a step of its own: what is asked twice is calculated once.
    const terms = Array.from({ length: 40 }, (_, n) => `sum(sum_over_time(old[9h:${n + 1}s]))`);
    const slow = terms.join(' + ');
    const parameters = new URLSearchParams({
      query: slow,
      start: String(END_S - 30_000),
      end: String(END_S),
      step: '3',
    });
    const response = await fetch(`${station.url}/api/v1/query_range?${parameters}`);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ status: 'error', errorType: 'timeout' });
  });

  test('advice about capacity comes from the running station', async () => {
    const { exit, output } = await telltale(['advise', 'capacity', '--url', station.url, '--json']);
    expect(exit, output).toBe(0);
    const { figures } = JSON.parse(output) as { figures: Record<string, number> };
    expect(figures).toMatchObject({ retentionMs: 30 * 86_400_000, retentionBytes: 2 * 1024 ** 3 });
    expect(figures['blockSamples']).toBe(ROWS * SERIES);
    expect(figures['diskFreeBytes']).toBeGreaterThan(0);
    const planned = await telltale([
      'advise',
      'capacity',
      '--url',
      station.url,
      '--series',
      '10000',
      '--retention',
      '15d',
    ]);
    expect(planned.output).toMatch(
      /needs {5}[\d.]+ [KMG]B \(at 1 to 2 bytes a sample: [\d.]+ [KMG]B to [\d.]+ [KMG]B\)/,
    );
  });

  test('parts of PromQL that are experimental are answered where the command line allows them', async () => {
    expect(await queryInstant(station.url, `limitk(2, old @ ${END_S})`)).toHaveLength(2);
  });

  test('the station watches its own disk: a rule says when it will be full', async () => {
    const { data } = (await getJson(`${station.url}/api/v1/rules`)) as {
      data: { groups: { name: string; rules: { name: string; health: string }[] }[] };
    };
    const own = data.groups.find(({ name }) => name === 'telltale-station');
    const names = own?.rules.map(({ name }) => name);
    expect(names).toContain('telltale:store_days_until_full');
    expect(names).toContain('TelltaleDiskFull');
  });
});
