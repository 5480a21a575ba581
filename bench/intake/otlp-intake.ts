/* oxlint-disable no-console -- a program whose output is its purpose */
/*
 * The same samples by scrape, by OTLP and by remote write, in turns, from bytes in memory to durable: node
 * --conditions=@telltale/source bench/intake/otlp-intake.ts. TARGETS=100, ROUNDS=8; figures are of one run on one
 * machine. Processor time is that of all threads; the ratio is to the scrape.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@telltale/model';
import { writeOtlpMetrics, writeRemoteWrite } from '@telltale/model/wire';
import type { OtlpMetric, RemoteWriteSeries } from '@telltale/model/wire';
import { openStore } from '@telltale/storage';
import { printTable } from '../sdk/table.ts';
import { createMetricIntake } from '../../packages/station/src/intake/metrics/create-metric-intake.ts';
import { createMetadataRegistry } from '../../packages/station/src/scrape/metadata-registry.ts';
import { TextPageReader } from '../../packages/station/src/scrape/page/text-page-reader.ts';
import { createScraper } from '../../packages/station/src/scrape/scraper.ts';

const TARGETS = Number(process.env['TARGETS'] ?? 100);
const ROUNDS = Number(process.env['ROUNDS'] ?? 8);
const METRICS = 50;
const SERIES_PER_METRIC = 10;
const SAMPLES = TARGETS * METRICS * SERIES_PER_METRIC;
const STEP_MS = 1000;
/** Series are new and code is not compiled yet in the first rounds, which are nobody's time. */
const WARM_ROUNDS = 6;

const folder = mkdtempSync(join(tmpdir(), 'telltale-bench-intake-'));
const store = await openStore({
  folder,
  retentionMs: 24 * 3_600_000,
  onNotice: ({ message }) => console.error(message),
});
const metadata = createMetadataRegistry();
const nothing = () => undefined;
const intake = createMetricIntake(
  {
    appender: store.metrics,
    exemplars: store.exemplars,
    onMetadata: nothing,
    // Made durable once a round, as with the scrape.
    flush: async () => undefined,
    translation: {},
    nowMs: () => Date.now(),
  },
  { onReceived: nothing, onOverloaded: nothing, onRejected: nothing, onProblem: nothing },
);

interface Bodies {
  readonly pages: readonly Buffer[];
  readonly otlp: readonly Buffer[];
  readonly remote: readonly Buffer[];
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'CONNECT', 'QUERY'];

function valueOf(target: number, metric: number, series: number, round: number): number {
  return target * 1000 + metric * 17 + series + round * (1 + series) + 0.25;
}

/** The bodies of a round. */
function bodiesOf(round: number, timeMs: number): Bodies {
  const targets = Array.from({ length: TARGETS }, (_, target) => target);
  return {
    pages: targets.map((target) => pageOf(target, round)),
    otlp: targets.map((target) => otlpOf(target, round, timeMs)),
    remote: targets.map((target) => remoteOf(target, round, timeMs)),
  };
}

function eachSeries<Made>(make: (metric: number, series: number) => Made): Made[] {
  return Array.from({ length: METRICS * SERIES_PER_METRIC }, (_, i) =>
    make(Math.floor(i / SERIES_PER_METRIC), i % SERIES_PER_METRIC),
  );
}

function pageOf(target: number, round: number): Buffer {
  const lines = eachSeries((metric, series) => {
    const head =
      series === 0
        ? `# HELP app_requests_${metric}_total Requests.\n# TYPE app_requests_${metric}_total counter\n`
        : '';
    const labels = `method="${METHODS[series]}",route="/api/v1/items/:id",status_code="200"`;
    return `${head}app_requests_${metric}_total{${labels}} ${valueOf(target, metric, series, round)}`;
  });
  return Buffer.from(`${lines.join('\n')}\n`);
}

function otlpOf(target: number, round: number, timeMs: number): Buffer {
  const metrics = Array.from({ length: METRICS }, (_, metric): OtlpMetric => ({
    name: `app.requests.${metric}`,
    description: 'Requests.',
    unit: '',
    kind: 'sum',
    isMonotonic: true,
    points: METHODS.map((method, series) => ({
      attributes: [
        ['method', method],
        ['route', '/api/v1/items/:id'],
        ['status_code', '200'],
      ],
      startMs: timeMs - 60_000,
      timeMs,
      value: valueOf(target, metric, series, round),
    })),
  }));
  const resource = [
    ['service.name', 'app'],
    ['service.instance.id', `otlp-${target}`],
  ] as const;
  return Buffer.from(writeOtlpMetrics({ resource, scopes: [{ name: 'meter', version: '1', metrics }] }));
}

function remoteOf(target: number, round: number, timestampMs: number): Buffer {
  const series = eachSeries((metric, one): RemoteWriteSeries => ({
    labels: [
      ['__name__', `app_requests_${metric}_total`],
      ['instance', `remote-${target}`],
      ['job', 'app'],
      ['method', METHODS[one]],
      ['route', '/api/v1/items/:id'],
      ['status_code', '200'],
    ],
    samples: [{ timestampMs, value: valueOf(target, metric, one, round) }],
  }));
  return Buffer.from(writeRemoteWrite({ series, metadata: [] }));
}

let page: Buffer = Buffer.alloc(0);
const scrapers = Array.from({ length: TARGETS }, (_, target) => {
  const reader = new TextPageReader();
  const instance = `scraped-${target}`;
  return createScraper({
    target: {
      job: 'app',
      instance,
      url: `http://${instance}/metrics`,
      intervalMs: STEP_MS,
      timeoutMs: STEP_MS,
      labels: { job: 'app', instance },
      access: {},
      nativeHistograms: false,
    },
    appender: store.metrics,
    metadata,
    clock: systemClock,
    read: async (sink) => {
      reader.read(page, 'text/plain', sink);
      return page.length;
    },
  });
});

const WAYS: Readonly<Record<string, (bodies: Bodies, timeMs: number) => Promise<void>>> = {
  scrape: async ({ pages }, timeMs) => {
    for (const [target, body] of pages.entries()) {
      page = body;
      const { error } = await scrapers[target].scrape(timeMs);
      if (error !== '') throw new Error(error);
    }
  },
  otlp: async ({ otlp }) => {
    for (const body of otlp) {
      const { rejected } = await intake.takeOtlp('protobuf', body, 'otlp_http');
      if (rejected > 0) throw new Error(`${rejected} points were rejected`);
    }
  },
  'remote write': async ({ remote }) => {
    for (const body of remote) {
      const { refused } = await intake.takeRemoteWrite(body);
      if (refused > 0) throw new Error(`${refused} samples were refused`);
    }
  },
};

const spent = new Map<string, number[]>(Object.keys(WAYS).map((way) => [way, []]));
const startMs = Date.now() - (ROUNDS + WARM_ROUNDS) * STEP_MS;
const timeOf = (round: number): number => startMs + round * STEP_MS;
// All made before, so that what is left over from making them is nobody's time either.
const rounds = Array.from({ length: ROUNDS + WARM_ROUNDS }, (_, round) => bodiesOf(round, timeOf(round)));
globalThis.gc?.();
for (const [round, bodies] of rounds.entries()) {
  const timeMs = timeOf(round);
  for (const [way, take] of Object.entries(WAYS)) {
    const before = process.cpuUsage();
    await take(bodies, timeMs);
    await store.flush();
    const { user, system } = process.cpuUsage(before);
    if (round >= WARM_ROUNDS) spent.get(way)?.push((user + system) / 1000);
  }
}
await store.close();
rmSync(folder, { recursive: true, force: true });

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

const perMillion = (way: string) => (median(spent.get(way) ?? []) / SAMPLES) * 1_000_000;
console.log(`${SAMPLES} series, one sample each a round, ${ROUNDS} rounds\n`);
printTable(
  ['way in', 'CPU ms per M samples', 'ratio to the scrape'],
  Object.keys(WAYS).map((way) => [
    way,
    perMillion(way).toFixed(0),
    (perMillion(way) / perMillion('scrape')).toFixed(2),
  ]),
);
