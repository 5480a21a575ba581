import { LabelSet, MemorySeriesStore } from '@telltale/model';
import { createQueryEngine } from '@telltale/promql';
import { describe, expect, test } from 'vitest';
import { AppendHistory } from '../cache/append-history.ts';
import { ResultCache } from '../cache/result-cache.ts';
import { Answerer } from '../answer/answerer.ts';
import type { ThreadOrder, ThreadReport } from './messages.ts';
import { ThreadProgram } from './thread-program.ts';

const SERIES = 200;

function setUp(maxReadingBytes = Infinity) {
  const store = new MemorySeriesStore();
  for (let i = 0; i < SERIES; i++) {
    const samples = Array.from({ length: 500 }, (_, k) => [k * 1000, k * i] as const);
    store.add(LabelSet.of({ __name__: 'm', of: `${i} ${'x'.repeat(100)}` }), samples);
  }
  const cache = new ResultCache({ maxBytes: 1_000_000, history: new AppendHistory() });
  const reports: ThreadReport[] = [];
  const answerer = new Answerer(createQueryEngine({ source: store }), cache);
  const program = new ThreadProgram(answerer, maxReadingBytes, (report) => reports.push(report));
  return { program, reports };
}

function orderOf(id: number, query: string): Extract<ThreadOrder, { kind: 'run' }> {
  const range = { startMs: 0, endMs: 499_000, stepMs: 250 };
  const request = { kind: 'range', query, range } as const;
  return { kind: 'run', id, request, options: { timeoutMs: 60_000, queuedMs: 0 }, sequence: 0, notes: [] };
}

const HEAVY = 'sum(quantile_over_time(0.9, m[400s]))';
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('queries in the thread', () => {
  test('one that is cancelled before it starts is not begun', async () => {
    const { program, reports } = setUp();
    const run = program.run(orderOf(1, HEAVY));
    program.cancel(1);
    await run;
    expect(reports).toMatchObject([{ kind: 'failed', id: 1 }]);
  });

  test('one that is cancelled while it is evaluated stops within a few turns', async () => {
    const { program, reports } = setUp();
    void program.run(orderOf(1, HEAVY));
    for (let i = 0; i < 5; i++) await turn();
    expect(reports).toEqual([]);
    program.cancel(1);
    // Of the hundreds of turns that the whole evaluation takes.
    for (let i = 0; i < 5; i++) await turn();
    expect(reports).toMatchObject([{ kind: 'failed', id: 1 }]);
  });

  test('a quick one does not wait for the end of a heavy one', async () => {
    const { program, reports } = setUp();
    void program.run(orderOf(1, HEAVY));
    await turn();
    await program.run(orderOf(2, 'vector(1)'));
    expect(reports.map(({ kind, id }) => [kind, id])).toEqual([['answer', 2]]);
    program.cancel(1);
  });

  test('a large answer is sent chunk by chunk, as it is asked for', async () => {
    const { program, reports } = setUp();
    await program.run(orderOf(1, 'm'));
    for (let i = 0; i < 5; i++) await turn();
    expect(reports).toHaveLength(1);
    while (!reports.some((report) => report.kind !== 'failed' && report.isLast)) await program.more(1);
    expect(reports.length).toBeGreaterThan(5);
    const text = Buffer.concat(
      reports.map((report) => (report.kind === 'failed' ? Buffer.of() : report.chunk)),
    );
    expect(JSON.parse(text.toString()).data.result).toHaveLength(SERIES);
    await program.more(1);
    expect(reports.filter((report) => report.kind !== 'failed' && report.isLast)).toHaveLength(1);
  });

  test('results that wait for slow readers take no more memory than they may', async () => {
    // Each is 200 series of 2000 points.
    const { program, reports } = setUp(10 * 1024 * 1024);
    await program.run(orderOf(1, 'm'));
    await program.run(orderOf(2, 'm'));
    expect(reports.at(-1)).toMatchObject({
      kind: 'failed',
      id: 2,
      error: {
        code: 'TT_QUERY_LIMIT',
        message: 'answers that are being read hold all of the 10 MB they may',
      },
    });
    program.cancel(1);
    await program.run(orderOf(3, 'm'));
    expect(reports.at(-1)).toMatchObject({ kind: 'answer', id: 3 });
  });

  test('the rest of an answer that nobody wants is let go', async () => {
    const { program, reports } = setUp();
    await program.run(orderOf(1, 'm'));
    program.cancel(1);
    await program.more(1);
    expect(reports.map(({ kind }) => kind)).toEqual(['answer', 'failed']);
  });
});
