/* oxlint-disable no-console -- a program whose output is its purpose */
/*
 * The trace store beside a table with a row for each span, on the same spans: node --conditions=@telltale/source
 * bench/storage/traces.ts. TRACES=50000, ROUNDS=5; figures are of one run on one machine.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { TelltaleError } from '@telltale/model';
import type { Span, TraceSearch } from '@telltale/model';
import { openTraceStore } from '@telltale/storage';
import { printTable } from '../sdk/table.ts';
import { MadeSpans, SPANS_PER_TRACE, SPANS_START_MS, SPANS_TIME_MS, jsonOfSpan } from './made-spans.ts';
import { SpanRows } from './span-rows.ts';

const TRACES = Number(process.env.TRACES ?? 50_000);
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const TRACES_PER_BATCH = 500;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const folder = mkdtempSync(join(tmpdir(), 'telltale-bench-traces-'));
const store = await openTraceStore({
  folder: join(folder, 'store'),
  onNotice: ({ message }) => console.error(message),
});
const rows = new SpanRows(join(folder, 'rows.db'));

/* All spans are made before, so that making them is nobody's time. */
const made = new MadeSpans(TRACES);
const batches = Array.from({ length: TRACES / TRACES_PER_BATCH }, () => made.take(TRACES_PER_BATCH));
const spans = TRACES * SPANS_PER_TRACE;
const rawBytes = batches[0].reduce((sum, span) => sum + jsonOfSpan(span).length, 0) / batches[0].length;
const { traceId } = batches[batches.length >> 1][100];

/** Sends as an exporter does: again, when the store is busy. */
async function append(batch: readonly Span[]): Promise<void> {
  for (;;) {
    try {
      await store.append(batch);
      return;
    } catch (error) {
      if (!(error instanceof TelltaleError) || error.code !== 'TT_OVERLOADED') throw error;
      await pause(5);
    }
  }
}

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const cpuBefore = process.cpuUsage();
let startedMs = performance.now();
for (const batch of batches) await append(batch);
const takenMs = performance.now() - startedMs;
await store.flush();
const storeMs = performance.now() - startedMs;
const { user, system } = process.cpuUsage(cpuBefore);
delay.disable();
startedMs = performance.now();
for (const batch of batches) rows.append(batch);
rows.finish();
const rowsMs = performance.now() - startedMs;

const bytesOf = (path: string): number =>
  readdirSync(path, { recursive: true, encoding: 'utf8' }).reduce(
    (sum, name) => sum + statSync(join(path, name)).size,
    0,
  );
const storeBytes = bytesOf(join(folder, 'store'));
const rowBytes = statSync(join(folder, 'rows.db')).size;
const perSpan = (bytes: number): string => (bytes / spans).toFixed(1);
const perSecond = (ms: number): string => `${Math.round(spans / ms)} k`;
console.log(`${spans} spans in ${TRACES} traces, ${rawBytes.toFixed(0)} bytes a span as JSON`);
console.log(
  `taken at ${perSecond(takenMs)} spans/s; all threads ${((user + system) / spans).toFixed(2)} µs a span; longest pause of the main thread ${(delay.max / 1e6).toFixed(0)} ms`,
);
printTable(
  ['', 'pages', 'rows', 'ratio'],
  [
    ['spans/s', perSecond(storeMs), perSecond(rowsMs), (rowsMs / storeMs).toFixed(2)],
    ['bytes a span', perSpan(storeBytes), perSpan(rowBytes), (rowBytes / storeBytes).toFixed(2)],
  ],
);

/** The best of some rounds, in milliseconds, and what was found. */
async function best(work: () => Promise<number> | number): Promise<{ ms: number; found: number }> {
  let ms = Infinity;
  let found = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const before = performance.now();
    found = await work();
    ms = Math.min(ms, performance.now() - before);
  }
  return { ms, found };
}

const middleMs = Math.floor((SPANS_START_MS + SPANS_TIME_MS / 2) / MINUTE_MS) * MINUTE_MS;
const hour = { startMs: middleMs, endMs: middleMs + HOUR_MS };
const [fromUs, toUs] = [hour.startMs * 1000, hour.endMs * 1000];
const all = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER };
const search = async (over: Partial<TraceSearch>): Promise<number> =>
  (await store.search({ ...hour, limit: 20, ...over })).length;
const narrow = {
  service: 'billing',
  operation: 'operation 2',
  minDurationMs: 20,
  conditions: [{ field: 'http.response.status_code', operator: '=', value: '500' }],
} as const;

interface Question {
  readonly title: string;
  readonly pages: () => Promise<number>;
  readonly rows?: () => number;
}

const QUESTIONS: readonly Question[] = [
  {
    title: 'a trace by its id',
    pages: async () => (await store.get(traceId))?.spans.length ?? 0,
    rows: () => rows.all('SELECT * FROM span WHERE trace = ?', Buffer.from(traceId, 'hex')).length,
  },
  {
    title: 'service, operation, duration, attribute, 1 h',
    pages: () => search(narrow),
    rows: () =>
      rows.all(
        `SELECT DISTINCT trace FROM (SELECT trace, start_us FROM span WHERE service = 'billing' AND name = 'operation 2'
         AND start_us BETWEEN ? AND ? AND duration_us >= 20000
         AND json_extract(attributes, '$."http.response.status_code"') = 500 ORDER BY start_us DESC LIMIT 20)`,
        fromUs,
        toUs,
      ).length,
  },
  { title: 'newest 20 of a service, 1 h', pages: () => search({ service: 'orders' }) },
  { title: 'newest 20 errors, 1 h', pages: () => search({ status: 'error' }) },
  { title: 'slowest 20, 1 h', pages: () => search({ order: 'slowest' }) },
  {
    title: 'an attribute that no span has, 6 h',
    pages: () => search({ ...all, conditions: [{ field: 'order.id', operator: '=', value: '7' }] }),
  },
  {
    title: 'map of services, 1 h',
    pages: async () => (await store.edges(hour)).length,
    rows: () =>
      rows.all(
        `SELECT p.service a, c.service b, count(*), sum(c.status = 'error'), avg(c.duration_us)
         FROM span c JOIN span p ON p.trace = c.trace AND p.span = c.parent
         WHERE c.start_us BETWEEN ? AND ? AND c.service <> p.service GROUP BY 1, 2`,
        fromUs,
        toUs,
      ).length,
  },
  {
    title: 'p95 by operation, 1 h',
    pages: async () => (await store.operations(hour)).length,
    rows: () => percentilesOfRows(),
  },
  {
    title: 'p95 by operation, 6 h',
    pages: async () => (await store.operations(all)).length,
  },
];

function percentilesOfRows(): number {
  const found = rows.all(
    'SELECT service, name, duration_us FROM span WHERE start_us BETWEEN ? AND ?',
    fromUs,
    toUs,
  ) as { readonly service: string; readonly name: string; readonly duration_us: number }[];
  const groups = Map.groupBy(found, ({ service, name }) => `${service} ${name}`);
  const percentiles = [...groups.values()].map((group) => {
    const durations = Float64Array.from(group, ({ duration_us }) => duration_us).sort();
    return durations[Math.floor(durations.length * 0.95)];
  });
  return percentiles.length;
}

const table: string[][] = [];
for (const question of QUESTIONS) {
  const ofPages = await best(question.pages);
  const ofRows = question.rows && (await best(question.rows));
  table.push([
    question.title,
    String(ofPages.found),
    ofPages.ms.toFixed(2),
    ofRows?.ms.toFixed(2) ?? '',
    ofRows ? (ofRows.ms / ofPages.ms).toFixed(2) : '',
  ]);
}
printTable(['question', 'found', 'pages ms', 'rows ms', 'ratio'], table);
const { traces, spans: kept } = await store.stats();
console.log(`${traces} traces of ${kept} spans; RSS ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB`);
await store.close();
rows.close();
rmSync(folder, { recursive: true });
