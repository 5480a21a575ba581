import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHttpTransport, createNotifier, createSmtpTransport, readSecret } from '@telltale/alerting';
import type { AlertUpdate } from '@telltale/alerting';
import { LabelSet, systemClock } from '@telltale/model';
import type { Route } from '@telltale/model';
import { openStore } from '@telltale/storage';
import { MACHINES, RACKS, SCRAPE_INTERVAL_MS, startStorm } from '../../test/faults/storm-bench.ts';
import { printTable } from '../sdk/table.ts';

/*
 * 10,000 alerts of 500 groups that fire at once: how long the messages take from the first to the
 * last, and how long the event loop is held up meanwhile. First the notifier on the real store alone,
 * its receiver in the same process; then a real station, from the scrape on.
 */
const ROUTE: Route = {
  receiver: 'ops',
  matchers: [],
  continue: false,
  groupBy: ['rack'],
  groupWaitMs: 500,
  groupIntervalMs: 300_000,
  repeatIntervalMs: 3_600_000,
  routes: [],
};

const folder = mkdtempSync(join(tmpdir(), 'telltale-storm-'));
try {
  await notifierAlone(join(folder, 'notifier'));
  console.log('');
  await wholeStation(join(folder, 'station'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function notifierAlone(data: string): Promise<void> {
  const arrivals: number[] = [];
  const sink = createServer((request, response) => {
    request.resume();
    request.once('end', () => {
      arrivals.push(performance.now());
      response.end();
    });
  });
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  const { port } = sink.address() as AddressInfo;
  const store = await openStore({ folder: data });
  const notifier = createNotifier({
    configuration: {
      route: ROUTE,
      receivers: [{ kind: 'webhook', name: 'ops', url: `http://127.0.0.1:${port}/`, sendResolved: true }],
    },
    services: { http: createHttpTransport(), mail: createSmtpTransport(), secrets: readSecret },
    clock: systemClock,
    state: store.state,
    externalUrl: 'http://127.0.0.1:4400',
  });
  await notifier.start();
  const alerts = brokenMachines();
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const startedCpu = process.cpuUsage();
  const startedMs = performance.now();
  notifier.accept(alerts);
  const acceptedMs = performance.now();
  while (arrivals.length < RACKS) await sleep(10);
  await notifier.idle();
  const idleMs = performance.now();
  const { user, system } = process.cpuUsage(startedCpu);
  printTable(
    ['notifier alone', 'value'],
    [
      ['alerts, groups', `${RACKS * MACHINES}, ${RACKS}`],
      ['accept returned after', ms(acceptedMs - startedMs)],
      ['first message after (group wait 500 ms)', ms(arrivals[0] - startedMs)],
      ['first → last message', ms(arrivals[RACKS - 1] - arrivals[0])],
      ['all noted durably after the last', ms(idleMs - arrivals[RACKS - 1])],
      ['CPU of notifier, store and receiver', ms((user + system) / 1000)],
      ['event loop held up: p99, most', `${ms(delay.percentile(99) / 1e6)}, ${ms(delay.max / 1e6)}`],
    ],
  );
  await notifier.stop();
  await store.close();
  sink.close();
  sink.closeAllConnections();
}

async function wholeStation(data: string): Promise<void> {
  mkdirSync(data);
  const storm = await startStorm(data);
  try {
    await sleep(5 * SCRAPE_INTERVAL_MS);
    const calmMs = storm.slowestAnswerMs();
    const changedAtMs = Date.now();
    storm.setBroken(true);
    while (storm.messages.length < RACKS) await sleep(50);
    const times = storm.messages.map(({ atMs }) => atMs).toSorted((a, b) => a - b);
    await sleep(2 * SCRAPE_INTERVAL_MS);
    const scrapes = await storm.scrapes(60);
    const offsets = scrapes.slice(1).map((at, i) => Math.abs(at - scrapes[i] - SCRAPE_INTERVAL_MS));
    printTable(
      ['station', 'value'],
      [
        ['machines broken → first message', ms(times[0] - changedAtMs)],
        ['first → last message', ms(times[RACKS - 1] - times[0])],
        ['slowest health answer before the storm', ms(calmMs)],
        ['slowest health answer in the storm', ms(storm.slowestAnswerMs())],
        ['scrapes, the furthest from its time', `${scrapes.length}, ${ms(Math.max(...offsets))}`],
      ],
    );
  } finally {
    await storm.stop();
  }
}

function brokenMachines(): readonly AlertUpdate[] {
  const startsAtMs = Date.now();
  return Array.from({ length: RACKS * MACHINES }, (_, i) => ({
    labels: LabelSet.of({
      alertname: 'MachineBroken',
      rack: String(Math.floor(i / MACHINES)),
      machine: String(i % MACHINES),
    }),
    annotations: { summary: 'a machine is broken' },
    startsAtMs,
    endsAtMs: startsAtMs + 3_600_000,
    generatorUrl: '/alerts',
  }));
}

function ms(value: number): string {
  return `${Math.round(value)} ms`;
}
