import { LabelSet, MemorySeriesStore } from '@telltale/model';
import type { QueryResult, QueryService, SelectRequest, SeriesSource } from '@telltale/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createQueryEngine } from '../engine.ts';
import { parseExpr } from '../parser/parse-expr.ts';

const END_MS = 600_000;

function fleet(): MemorySeriesStore {
  const store = new MemorySeriesStore();
  for (const job of ['a', 'b']) {
    for (const [i, le] of ['0.1', '1', '+Inf'].entries()) {
      const series = (name: string, labels: Record<string, string>, value: (at: number) => number): void =>
        store.add(
          LabelSet.of({ __name__: name, job, ...labels }),
          Array.from({ length: 41 }, (_, at) => [at * 15_000, value(at)] as [number, number]),
        );
      series('x_total', { route: le }, (at) => (at * (i + 1)) % 37);
      series('y', { route: le }, (at) => Math.sin(at + i) * (job === 'a' ? 1 : 10));
      series('h_bucket', { le }, (at) => at * (i + 1) * 3);
    }
  }
  return store;
}

/** Tells how often samples of a metric are asked for. */
function counting(source: SeriesSource): { readonly source: SeriesSource; readonly reads: string[] } {
  const reads: string[] = [];
  const select = (request: SelectRequest, signal?: AbortSignal) => {
    reads.push(request.matchers.map(({ name, op, value }) => `${name}${op}${value}`).join());
    return source.select(request, signal);
  };
  return {
    reads,
    source: {
      select,
      series: (request) => source.series(request),
      labelNames: (request) => source.labelNames(request),
      labelValues: (name, request) => source.labelValues(name, request),
    },
  };
}

function planOf(engine: QueryService, queries: readonly string[]) {
  const plan = engine.plan?.(queries.map((query) => parseExpr(query)));
  if (!plan) throw new Error('the engine has no plans');
  return plan;
}

async function outcome(asked: Promise<QueryResult>): Promise<unknown> {
  return asked.then(
    ({ value }) => value,
    (error: unknown) => (error instanceof Error ? error.message : error),
  );
}

const selector = fc.constantFrom(
  'x_total',
  'y',
  'y{job="a"}',
  '{__name__=~"y|x_total"}',
  'x_total offset 1m',
  'x_total @ 300',
  'y @ end()',
  'recorded',
);
const vector = fc.letrec<{ vector: string }>((tie) => ({
  vector: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    selector,
    fc
      .tuple(
        fc.constantFrom('rate', 'increase', 'avg_over_time', 'absent_over_time', 'count_over_time'),
        selector,
      )
      .map(([func, inner]) => `${func}(${inner.replace(/^(\S+?)( (?:offset|@).*)?$/, '$1[2m]$2')})`),
    fc
      .tuple(fc.constantFrom('sum by (job)', 'avg', 'count', 'max without (job)', 'stddev'), tie('vector'))
      .map(([func, inner]) => `${func} (${inner})`),
    fc
      .tuple(fc.constantFrom('abs', 'absent', 'sort', 'timestamp', '-', ''), tie('vector'))
      .map(([func, inner]) => `${func}(${inner})`),
    fc
      .tuple(tie('vector'), fc.constantFrom('+', '>', 'and', 'unless', '/ on (job, route)'), tie('vector'))
      .map(([left, op, right]) => `(${left}) ${op} (${right})`),
    fc
      .tuple(tie('vector'), fc.constantFrom('> 0.5', '* 2', '== bool 1'))
      .map(([left, rest]) => `(${left}) ${rest}`),
    fc.constant('histogram_quantile(0.9, sum by (le, job) (rate(h_bucket[5m])))'),
    tie('vector').map((inner) => `max_over_time((${inner})[2m:30s])`),
  ),
})).vector;

describe('queries that are asked together', () => {
  test('answer as each by itself, bit for bit', async () => {
    const engine = createQueryEngine({ source: fleet() });
    await fc.assert(
      fc.asyncProperty(fc.array(vector, { minLength: 2, maxLength: 6 }), async (some) => {
        // Parts of each other: what they have in common is most of them.
        const queries = [...some, ...some.map((query) => `(${query}) > 1`), `sum(${some[0]})`];
        const moment = planOf(engine, queries).at(END_MS);
        for (const [i, query] of queries.entries()) {
          expect(await outcome(moment.instant(i))).toEqual(
            await outcome(engine.instant(parseExpr(query), END_MS)),
          );
        }
      }),
      { numRuns: 150 },
    );
  });

  test('see what was written between them, where they are told', async () => {
    const names = fc.constantFrom('recorded', 'y');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(vector, names), { minLength: 2, maxLength: 5 }), async (some) => {
        const store = fleet();
        const engine = createQueryEngine({ source: store });
        const queries = some.flatMap(([query]) => [query, `sum by (job) (${query})`, 'recorded', 'y', query]);
        const moment = planOf(engine, queries).at(END_MS);
        let written = 0;
        for (const [i, query] of queries.entries()) {
          expect(await outcome(moment.instant(i))).toEqual(
            await outcome(engine.instant(parseExpr(query), END_MS)),
          );
          const name = some[i % some.length][1];
          store.add(LabelSet.of({ __name__: name, n: String(written++) }), [[END_MS, i]]);
          moment.forget(name);
        }
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['the same selector', ['x_total > 1', 'x_total > 2', 'sum(x_total)'], 1],
    ['the same window', ['rate(x_total[5m]) > 1', 'increase(x_total[5m]) > 1'], 1],
    ['an alert pair', ['sum(rate(x_total[5m])) / sum(y) > 1', 'sum(rate(x_total[5m])) / sum(y) > 2'], 2],
    ['other windows', ['rate(x_total[5m]) > 1', 'rate(x_total[1m]) > 1'], 2],
    ['other matchers', ['y{job="a"}', 'y{job="b"}'], 2],
  ])('%s is read as often as it differs', async (_, queries, reads) => {
    const counted = counting(fleet());
    const moment = planOf(createQueryEngine({ source: counted.source }), queries).at(END_MS);
    for (const i of queries.keys()) await moment.instant(i);
    expect(counted.reads).toHaveLength(reads);
  });

  test('a metric that was written is read again, others are not', async () => {
    const counted = counting(fleet());
    const queries = [
      'y > 1',
      'x_total > 1',
      'y > 2',
      'x_total > 2',
      '{__name__=~"y.*"}',
      '{__name__=~"y.*"} > 1',
    ];
    const moment = planOf(createQueryEngine({ source: counted.source }), queries).at(END_MS);
    for (const i of [0, 1, 4]) await moment.instant(i);
    moment.forget('y');
    counted.reads.length = 0;
    for (const i of [2, 3, 5]) await moment.instant(i);
    expect(counted.reads).toEqual(['__name__=y', '__name__=~y.*']);
  });

  test('one that is not correct fails alone', async () => {
    const engine = createQueryEngine({ source: fleet() });
    const moment = planOf(engine, ['sum(1)', 'y > bool 1', 'x_total * y', 'y']).at(END_MS);
    await expect(moment.instant(0)).rejects.toThrow(/expected type instant vector/);
    await expect(moment.instant(1)).resolves.toMatchObject({ value: { type: 'vector' } });
    await expect(moment.instant(3)).resolves.toMatchObject({ value: { type: 'vector' } });
  });
});
