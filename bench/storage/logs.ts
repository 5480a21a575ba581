/* oxlint-disable no-console -- a program whose output is its purpose */
/*
 * The log store beside a table with a row for each line, on the same lines: node --conditions=@telltale/source
 * bench/storage/logs.ts. LINES=1000000, ROUNDS=5; figures are of one run on one machine.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogFilter } from '@telltale/model';
import { openLogStore } from '@telltale/storage';
import { printTable } from '../sdk/table.ts';
import { LineRows } from './line-rows.ts';
import { LINES_SPAN_MS, LINES_START_MS, LogLines, RARE_WORD, jsonOfLine } from './log-lines.ts';

const LINES = Number(process.env.LINES ?? 1_000_000);
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const BATCH = 5000;
const HOUR_MS = 3_600_000;
const END_MS = LINES_START_MS + LINES_SPAN_MS;

const folder = mkdtempSync(join(tmpdir(), 'telltale-bench-logs-'));
const store = await openLogStore({
  folder: join(folder, 'store'),
  // The lines are of another day than today.
  retentionMs: 100 * 365 * 24 * HOUR_MS,
  onNotice: ({ message }) => console.error(message),
});
const rows = new LineRows(join(folder, 'rows.db'));

/* Lines are made between the turns, so that making them is nobody's time. */
const lines = new LogLines(LINES);
let rawBytes = 0;
let traceId = '';
const spent = { store: 0, main: 0, rows: 0 };
const cpuBefore = process.cpuUsage();
let cpuOfOthers = 0;
for (let done = 0; done < LINES; done += BATCH) {
  const others = process.cpuUsage();
  const batch = lines.take(BATCH);
  for (const line of batch.slice(0, 50)) rawBytes += jsonOfLine(line).length + 1;
  if (done <= LINES / 2) traceId = batch[100].traceId ?? '';
  let startedMs = performance.now();
  rows.append(batch);
  spent.rows += performance.now() - startedMs;
  const { user, system } = process.cpuUsage(others);
  cpuOfOthers += user + system;
  startedMs = performance.now();
  const appended = store.append(batch);
  spent.main += performance.now() - startedMs;
  await appended;
  spent.store += performance.now() - startedMs;
}
let startedMs = performance.now();
await store.flush();
spent.store += performance.now() - startedMs;
const { user, system } = process.cpuUsage(cpuBefore);
startedMs = performance.now();
rows.finish();
spent.rows += performance.now() - startedMs;

// The intake log is deleted a moment after its records are in blocks.
await new Promise((resolve) => setTimeout(resolve, 200));
const bytesOf = (path: string): number =>
  readdirSync(path, { recursive: true, encoding: 'utf8' }).reduce(
    (sum, name) => sum + statSync(join(path, name)).size,
    0,
  );
const storeBytes = bytesOf(join(folder, 'store'));
const rowBytes = statSync(join(folder, 'rows.db')).size;
const perLine = (bytes: number): string => (bytes / LINES).toFixed(1);
const perSecond = (ms: number): string => `${Math.round(LINES / ms)} k`;
console.log(`${LINES} lines of ${(rawBytes / ((LINES / BATCH) * 50)).toFixed(0)} bytes as JSON`);
console.log(
  `main thread ${((spent.main * 1000) / LINES).toFixed(2)} µs a line; all threads with making the lines ${((user + system - cpuOfOthers) / LINES).toFixed(2)} µs`,
);
printTable(
  ['', 'blocks', 'rows', 'ratio'],
  [
    ['lines/s', perSecond(spent.store), perSecond(spent.rows), (spent.rows / spent.store).toFixed(2)],
    ['bytes a line', perLine(storeBytes), perLine(rowBytes), (rowBytes / storeBytes).toFixed(2)],
  ],
);

/** The best of some rounds, in milliseconds, and what was found. */
async function best(
  work: () => Promise<number> | number,
): Promise<{ readonly ms: number; readonly found: number }> {
  let ms = Infinity;
  let found = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const before = performance.now();
    found = await work();
    ms = Math.min(ms, performance.now() - before);
  }
  return { ms, found };
}

const day = { startMs: LINES_START_MS, endMs: END_MS };
const all = (...filters: LogFilter[]): LogFilter => ({ kind: 'and', filters });
const search = async (filter: LogFilter, limit = 100, range = day): Promise<number> =>
  (await store.search({ ...range, filter, limit })).records.length;
const total = async (filter: LogFilter | undefined, stepMs = 60_000, range = day): Promise<number> => {
  const steps = await store.counts({ ...range, ...(filter && { filter }) }, stepMs);
  return steps.reduce((sum, { counts }) => sum + Object.values(counts).reduce((a, b) => a + b, 0), 0);
};
const count = (sql: string, ...parameters: (string | number)[]): number => {
  const [row] = rows.all(sql, ...parameters) as { readonly c: number }[];
  return row.c;
};
const service: LogFilter = { kind: 'field', field: 'service', operator: '=', value: 'orders' };
const text = (wanted: string): LogFilter => ({ kind: 'text', text: wanted });
const lastHour = { startMs: END_MS - HOUR_MS, endMs: END_MS };

interface Question {
  readonly title: string;
  readonly blocks: () => Promise<number>;
  readonly rows?: () => number;
}

const QUESTIONS: readonly Question[] = [
  {
    title: 'last 100 of a service, errors',
    blocks: () => search(all(service, { kind: 'severity', atLeast: 17 })),
    rows: () =>
      rows.all(
        `SELECT * FROM line WHERE service = 'orders' AND severity >= 17 ORDER BY time_ms DESC LIMIT 100`,
      ).length,
  },
  {
    title: 'last 100 of all',
    blocks: () => search(all()),
    rows: () => rows.all('SELECT * FROM line ORDER BY time_ms DESC LIMIT 100').length,
  },
  {
    title: 'lines with a text, counted',
    blocks: () => total(text('refused 10.0.3.')),
    rows: () => count(`SELECT count(*) c FROM line WHERE message LIKE '%refused 10.0.3.%'`),
  },
  {
    title: 'lines with a number, counted',
    blocks: () => total(text('77413')),
    rows: () => count(`SELECT count(*) c FROM line WHERE message LIKE '%77413%'`),
  },
  {
    title: 'a rare word',
    blocks: () => search(text(RARE_WORD)),
    rows: () => rows.all(`SELECT * FROM line WHERE message LIKE '%${RARE_WORD}%'`).length,
  },
  {
    title: 'a pattern, counted',
    blocks: () => total({ kind: 'regexp', pattern: 'order-[0-9]+7 code' }),
  },
  {
    title: 'an attribute, counted',
    blocks: () => total({ kind: 'field', field: 'user', operator: '=', value: '4242' }),
    rows: () => count(`SELECT count(*) c FROM line WHERE json_extract(attributes, '$.user') = 4242`),
  },
  {
    title: 'counts by minute and level, 24 h',
    blocks: () => total(undefined),
    rows: () =>
      rows.all('SELECT time_ms / 60000 m, severity, count(*) c FROM line GROUP BY 1, 2').length && LINES,
  },
  {
    title: 'counts by minute and level, 1 h',
    blocks: () => total(undefined, 60_000, lastHour),
    rows: () =>
      count('SELECT count(*) c FROM line WHERE time_ms >= ?', lastHour.startMs) &&
      rows.all(
        'SELECT time_ms / 60000 m, severity, count(*) c FROM line WHERE time_ms >= ? GROUP BY 1, 2',
        lastHour.startMs,
      ).length,
  },
  {
    title: 'lines of a trace',
    blocks: () => search({ kind: 'field', field: 'trace_id', operator: '=', value: traceId }),
    rows: () => rows.all('SELECT * FROM line WHERE trace = ?', traceId).length,
  },
  {
    title: 'fields of the newest 1,000',
    blocks: async () => (await store.fields(day, 1000)).length,
  },
];

const table: string[][] = [];
for (const question of QUESTIONS) {
  const ofBlocks = await best(question.blocks);
  const ofRows = question.rows && (await best(question.rows));
  table.push([
    question.title,
    String(ofBlocks.found),
    ofBlocks.ms.toFixed(1),
    ofRows?.ms.toFixed(1) ?? '',
    ofRows ? (ofRows.ms / ofBlocks.ms).toFixed(2) : '',
  ]);
}
printTable(['question', 'found', 'blocks ms', 'rows ms', 'ratio'], table);
console.log(`RSS ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB`);
await store.close();
rows.close();
rmSync(folder, { recursive: true });
