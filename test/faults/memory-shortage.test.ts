import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { stopProgram } from '../support/program.ts';
import { getJson, startStation, startTelltale, telltale } from '../support/telltale.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const PATIENCE_MS = 60_000;
const OTLP_LOGS = {
  resourceLogs: [
    { scopeLogs: [{ logRecords: [{ body: { stringValue: 'here I am' }, severityNumber: 9 }] }] },
  ],
};

/** A page of a Pushgateway with as many series. */
function pageOf(push: number, series: number): string {
  const lines = Array.from({ length: series }, (_, i) => `load{push="${push}",machine="machine-${i}"} ${i}`);
  return `# TYPE load gauge\n${lines.join('\n')}\n`;
}

function push(url: string, body: string): Promise<Response> {
  return fetch(`${url}/metrics/job/load/instance/${Math.random()}`, { method: 'PUT', body });
}

/** A value of the station's own page. */
async function ownValue(url: string, series: string): Promise<number> {
  const page = await (await fetch(`${url}/metrics`)).text();
  const line = page.split('\n').find((one) => one.startsWith(`${series} `));
  return Number(line?.split(' ')[1] ?? NaN);
}

test(
  'a station that is at its limit refuses queries and what is pushed, and scrapes on',
  async () => {
    const folder = temporaryFolder();
    // Less than it takes to start.
    const station = await startStation(await freePort(), folder, ['--memory.limit', '64MB']);
    onTestFinished(() => stopProgram(station));
    const { url } = station;
    const scraped = () => ownValue(url, 'telltale_store_appended_samples_total');
    await expect.poll(scraped, { timeout: PATIENCE_MS }).toBeGreaterThan(100);
    const now = Math.floor(Date.now() / 1000);
    // Too much for the light ones, which take next to nothing and go on.
    const query = encodeURIComponent('quantile_over_time(0.9, {__name__=~".+"}[1h])');
    const range = `query=${query}&start=${now - 3600}&end=${now + 60}&step=1`;
    const refused = [
      await fetch(`${url}/api/v1/query_range?${range}`),
      await push(url, pageOf(0, 3)),
      await fetch(`${url}/v1/logs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(OTLP_LOGS),
      }),
    ];
    for (const response of refused) {
      expect(response.status, response.url).toBe(503);
      expect(Number(response.headers.get('retry-after')), response.url).toBeGreaterThan(0);
    }
    expect(await refused[0].json()).toMatchObject({
      status: 'error',
      errorType: 'unavailable',
      error: expect.stringContaining('the station is short of memory'),
    });
    const before = await scraped();
    await expect.poll(scraped, { timeout: PATIENCE_MS }).toBeGreaterThan(before);
    expect(await ownValue(url, 'telltale_memory_level')).toBe(3);
    expect(await ownValue(url, 'telltale_memory_shed_total{what="bodies"}')).toBeGreaterThan(0);
    expect(await getJson(`${url}/api/telltale/status`)).toMatchObject({
      memory: { limitBytes: 64 * 2 ** 20, level: 'critical' },
    });
    const { output } = await telltale(['status', '--url', url]);
    expect(output).toContain('short: queries and what is pushed are refused');
    expect(station.output()).toContain('Memory: ');
  },
  2 * PATIENCE_MS,
);

test(
  'what would fill its heap is refused in time: it never ends',
  async () => {
    const folder = temporaryFolder();
    const port = await freePort();
    const args = ['up', '--port', String(port), '--data', join(folder, 'data'), '--no-host'];
    const station = startTelltale(args, { cwd: folder, env: { NODE_OPTIONS: '--max-old-space-size=160' } });
    onTestFinished(() => stopProgram(station));
    const url = `http://127.0.0.1:${port}`;
    await waitFor('the station', async () => (await fetch(`${url}/-/ready`)).ok, PATIENCE_MS);
    let refusals = 0;
    for (let i = 0; i < 400 && refusals < 10; i++) {
      const { status, headers } = await push(url, pageOf(i, 2000));
      expect([200, 202, 503]).toContain(status);
      if (status !== 503) continue;
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      refusals++;
    }
    expect(refusals).toBe(10);
    expect((await fetch(`${url}/-/healthy`)).ok).toBe(true);
    expect(await ownValue(url, 'telltale_memory_shed_total{what="bodies"}')).toBeGreaterThanOrEqual(10);
  },
  3 * PATIENCE_MS,
);
