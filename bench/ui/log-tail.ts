/* oxlint-disable no-console -- a program whose output is its purpose */
/*
 * What the live tail of the logs page costs: batches of 100 records, sent to a real station, into a list of 100,000
 * lines: node --conditions=@telltale/source bench/ui/log-tail.ts. BATCHES=100. Figures are processor time of the
 * page's main thread (JavaScript, layout, painting); a frame of 60 a second has 16.7 ms.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { launchBrowser } from '../../test/support/browser.ts';
import { freePort } from '../../test/support/free-port.ts';
import { stopProgram } from '../../test/support/program.ts';
import { startStation } from '../../test/support/telltale.ts';
import { waitFor } from '../../test/support/wait-for.ts';
import { printTable } from '../sdk/table.ts';

const BATCHES = Number(process.env['BATCHES'] ?? 100);
const BATCH = 100;
const LINES = 100_000;
/** Between batches: a third of what a page takes in a second, since a busy machine sends several at once. */
const PAUSE_MS = 60;
const PATIENCE_MS = 300_000;

let sent = 0;

/** Sends records as a program with OpenTelemetry does. */
async function sendBatch(url: string): Promise<void> {
  const nowMs = Date.now();
  const logRecords = Array.from({ length: BATCH }, (_, i) => ({
    timeUnixNano: String(BigInt(nowMs) * 1_000_000n + BigInt(i)),
    severityNumber: [9, 9, 9, 5, 13, 17][i % 6],
    body: {
      stringValue: `GET /orders/${sent + i} answered 200 in ${i} ms, from the cache of region ${i % 7}`,
    },
    attributes: [{ key: 'order.id', value: { intValue: String(i) } }],
  }));
  sent += BATCH;
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'bench' } }] };
  const answer = await fetch(`${url}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] }),
  });
  if (!answer.ok) throw new Error(`the station answered ${answer.status}: ${await answer.text()}`);
}

/** Sends batches one after the other. */
async function sendBatches(url: string, count: number): Promise<void> {
  for (let batch = 0; batch < count; batch++) {
    const startedMs = performance.now();
    await sendBatch(url);
    const leftMs = PAUSE_MS - (performance.now() - startedMs);
    if (leftMs > 0) await new Promise((resolve) => setTimeout(resolve, leftMs));
  }
}

/** Parts of what the main thread does. */
const PARTS = ['TaskDuration', 'ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration'] as const;

async function timesMs(session: CDPSession): Promise<readonly number[]> {
  const { metrics } = await session.send('Performance.getMetrics');
  return PARTS.map((part) => (metrics.find(({ name }) => name === part)?.value ?? 0) * 1000);
}

async function linesOf(page: Page): Promise<number> {
  const count = await page.locator('.log-table').getAttribute('aria-rowcount');
  return Number(count) - 1;
}

/** Waits until the newest line that was sent is on screen, or was left out with those before it. */
async function waitForNewest(page: Page): Promise<void> {
  const newest = `GET /orders/${sent - 1} answered`;
  await page.locator('.log-row', { hasText: newest }).first().waitFor({ timeout: PATIENCE_MS });
}

const folder = mkdtempSync(join(tmpdir(), 'telltale-bench-tail-'));
const station = await startStation(await freePort(), folder, ['--no-host']);
const browser = await launchBrowser(folder);
try {
  await sendBatch(station.url);
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const session = await page.context().newCDPSession(page);
  // Time of the processor: a busy machine does not change it much.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(`${station.url}/logs?live=1&hist=off`);
  await page.locator('.log-tail.is-open').waitFor();
  console.log(`filling the list with ${LINES} lines …`);
  await waitFor(
    'a full list',
    async () => {
      await sendBatches(station.url, 50);
      return (await linesOf(page)) >= LINES;
    },
    PATIENCE_MS,
  );
  await waitForNewest(page);
  const before = await timesMs(session);
  await sendBatches(station.url, BATCHES);
  await waitForNewest(page);
  const spent = (await timesMs(session)).map((ms, part) => ((ms - before[part]) / BATCHES).toFixed(1));
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  const dropped = await page.locator('.log-tail-dropped').count();
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  printTable(
    ['figure', 'value', 'goal'],
    [
      [`ms a batch of ${BATCH} into ${await linesOf(page)} lines`, spent[0], '< 16.7'],
      ['of these JavaScript, styles, layout', spent.slice(1).join(', '), ''],
      ['elements of the page', String(nodes), '< 1500'],
      ['heap, MB', (usedSize / 2 ** 20).toFixed(0), ''],
      ['lines left out', dropped === 0 ? 'none' : 'some', 'none'],
    ],
  );
} finally {
  await browser.close();
  await stopProgram(station);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
