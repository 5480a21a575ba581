import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LoadSettings } from './load-settings.ts';
import { kindOf } from './load-settings.ts';

/*
 * What a station has around it in the soak, in a process of its own: targets, some of which hang, break or restart;
 * a receiver that is down half of the time; programs that send logs and spans.
 *
 *   node soak-load.ts '{"targets":200,"series":500,"intervalMs":5000}'
 *
 * Tells its ports and takes the address of the station; measures intervals from `warm` on, and tells them at `report`.
 */

/** One scrape in so many meets the fault. */
const FAULT_EVERY = 4;
const BATCH_EVERY_MS = 500;
const BATCH_RECORDS = 10;
const TIMER_MS = 50;
const RESTART_EVERY_MS = 20_000;
const DOWN_MS = 3000;

function main(settings: LoadSettings): void {
  const { targets, series, intervalMs } = settings;
  const scrapes = Array.from({ length: targets }, () => ({ count: 0, cameMs: 0 }));
  const faults = { hung: 0, broken: 0, restarts: 0 };
  const report = {
    intervalErrors: [] as number[],
    timerLagsMs: [] as number[],
    logs: 0,
    spans: 0,
    notifications: 0,
    faults,
  };
  const tails = Array.from({ length: 4 }, (_, turn) =>
    Array.from(
      { length: series - 1 },
      (_unused, i) => `soak_value{i="${i}"} ${(i * 7 + turn * 13) % 1000}\n`,
    ).join(''),
  );

  let isWarm = false;

  const answerScrape = (target: number, response: ServerResponse): void => {
    const scrape = scrapes[target];
    const nowMs = performance.now();
    if (isWarm && scrape.cameMs > 0 && kindOf(target) === 'steady') {
      report.intervalErrors.push(Math.abs(nowMs - scrape.cameMs - intervalMs) / intervalMs);
    }
    scrape.cameMs = nowMs;
    const number = ++scrape.count;
    if (number % FAULT_EVERY === 0 && kindOf(target) === 'hanging') {
      faults.hung++;
      return;
    }
    if (number % FAULT_EVERY === 0 && kindOf(target) === 'breaking') {
      faults.broken++;
      response.destroy();
      return;
    }
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(`soak_page ${number}\n${tails[number % tails.length]}`);
  };
  const isReceiverDown = (): boolean => Math.floor(performance.now() / 15_000) % 2 === 0;
  const serve = () =>
    createServer((request, response) => {
      request.resume();
      if (request.url !== '/notify') return answerScrape(Number(request.url?.slice(1)), response);
      if (isReceiverDown()) return void response.destroy();
      report.notifications++;
      response.end();
    });

  const steady = serve();
  let restarting = serve();
  steady.listen(0, '127.0.0.1', () => {
    restarting.listen(0, '127.0.0.1', () => {
      const portOf = (server: typeof steady) => (server.address() as AddressInfo).port;
      const ports = { steadyPort: portOf(steady), restartingPort: portOf(restarting) };
      setInterval(() => {
        faults.restarts++;
        restarting.close();
        restarting.closeAllConnections();
        setTimeout(() => {
          restarting = serve();
          restarting.listen(ports.restartingPort, '127.0.0.1');
        }, DOWN_MS);
      }, RESTART_EVERY_MS);
      process.send?.(ports);
    });
  });

  let dueMs = performance.now() + TIMER_MS;
  setInterval(() => {
    const nowMs = performance.now();
    if (isWarm) report.timerLagsMs.push(Math.max(0, nowMs - dueMs));
    dueMs = nowMs + TIMER_MS;
  }, TIMER_MS);

  process.on('message', (message) => {
    if (message === 'report') process.send?.(report);
    else if (message === 'warm') isWarm = true;
    else if (typeof message === 'string') startSending(message, report);
  });
  process.once('disconnect', () => process.exit());
}

/** Logs and spans; one batch after the other, and what was not taken is not counted. */
function startSending(station: string, counted: { logs: number; spans: number }): void {
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'soak' } }] };
  const post = async (path: string, body: unknown): Promise<boolean> => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${station}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    await response.arrayBuffer();
    return response.ok;
  };
  const hex = (length: number): string =>
    Array.from({ length }, () => Math.floor(Math.random() * 16).toString(16)).join('');
  const numbers = Array.from({ length: BATCH_RECORDS }, (_, i) => i);
  const send = async (): Promise<void> => {
    const nowNs = `${Date.now()}000000`;
    const logRecords = numbers.map((i) => ({
      timeUnixNano: nowNs,
      severityNumber: 9,
      body: { stringValue: `order ${i} was taken` },
    }));
    const spans = numbers.map(() => ({
      traceId: hex(32),
      spanId: hex(16),
      name: 'GET /orders',
      kind: 2,
      startTimeUnixNano: nowNs,
      endTimeUnixNano: `${Date.now() + 5}000000`,
    }));
    const logs = await post('/v1/logs', { resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] });
    if (logs) counted.logs += BATCH_RECORDS;
    const traces = await post('/v1/traces', { resourceSpans: [{ resource, scopeSpans: [{ spans }] }] });
    if (traces) counted.spans += BATCH_RECORDS;
  };
  const again = (): void => {
    // A station that refuses or goes away has taken nothing.
    void send()
      .catch(() => undefined)
      .finally(() => setTimeout(again, BATCH_EVERY_MS));
  };
  again();
}

main(JSON.parse(process.argv[2]) as LoadSettings);
