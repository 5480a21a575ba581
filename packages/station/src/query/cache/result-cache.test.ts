import type { QueryRange, QueryResult, SeriesColumns, SeriesSource } from '@telltale/model';
import { LabelSet } from '@telltale/model';
import { createQueryEngine } from '@telltale/promql';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppendHistory } from './append-history.ts';
import { ResultCache } from './result-cache.ts';

const STEP_MS = 1000;

/** A store that takes samples in any order, as one does that accepts late ones. */
class AnyOrderStore implements SeriesSource {
  readonly history = new AppendHistory();
  readonly #series = new Map<string, Map<number, number>>();

  append(name: string, timeMs: number, value: number): void {
    let samples = this.#series.get(name);
    if (!samples) this.#series.set(name, (samples = new Map()));
    samples.set(timeMs, value);
    this.history.note(timeMs);
  }

  async select({
    matchers,
    startMs,
    endMs,
  }: Parameters<SeriesSource['select']>[0]): Promise<SeriesColumns[]> {
    return [...this.#series].flatMap(([name, samples]) => {
      const labels = LabelSet.of({ __name__: 'm', of: name });
      const isWanted = matchers.every((matcher) => matcher.matches(labels.get(matcher.name)));
      const inRange = [...samples].filter(([time]) => time >= startMs && time <= endMs);
      if (!isWanted || inRange.length === 0) return [];
      inRange.sort(([a], [b]) => a - b);
      const timestamps = Float64Array.from(inRange, ([time]) => time);
      return [{ labels, timestamps, values: Float64Array.from(inRange, ([, value]) => value) }];
    });
  }

  series = async (): Promise<LabelSet[]> => [];
  labelNames = async (): Promise<string[]> => [];
  labelValues = async (): Promise<string[]> => [];
}

function setUp(maxBytes = 1_000_000) {
  const store = new AnyOrderStore();
  const engine = createQueryEngine({ source: store, lookbackMs: 5000 });
  const cache = new ResultCache({ maxBytes, history: store.history });
  const evaluated: QueryRange[] = [];
  const ask = (query: string, range: QueryRange) =>
    cache.answer({ query, range, variant: '' }, (part) => {
      evaluated.push(part);
      return engine.range(query, part);
    });
  return { store, engine, cache, ask, evaluated };
}

function seriesOf({ value, annotations }: QueryResult): unknown {
  if (value.type !== 'matrix') return value;
  return {
    remarks: annotations.map(({ message }) => message),
    series: value.series.map(({ labels, timestamps, values }) => [labels.key, [...timestamps], [...values]]),
  };
}

const QUERIES = [
  'm',
  'sum(m)',
  'sum_over_time(m[7s])',
  'count by (of) (m > 50)',
  'max_over_time(m[10s:2s] offset 3s)',
  'm offset -2s',
  'm @ end()',
  'time() + scalar(sum(m))',
] as const;

/** Ask, or append: near the newest sample as usual, or anywhere. */
const action = fc.oneof(
  fc.record({
    kind: fc.constant('ask' as const),
    query: fc.constantFrom(...QUERIES),
    start: fc.integer({ min: 0, max: 60 }),
    length: fc.integer({ min: 0, max: 40 }),
    phase: fc.constantFrom(0, 0, 0, 500),
  }),
  fc.record({
    kind: fc.constant('append' as const),
    name: fc.constantFrom('a', 'b', 'c'),
    ahead: fc.integer({ min: 0, max: 3 }),
    value: fc.integer({ min: 0, max: 100 }),
  }),
  fc.record({
    kind: fc.constant('late' as const),
    name: fc.constantFrom('a', 'b'),
    timeMs: fc.integer({ min: 0, max: 80_000 }),
    value: fc.integer({ min: 0, max: 100 }),
  }),
);

describe('result cache', () => {
  test('answers are the same with and without it, whatever is asked and appended in between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 10, maxLength: 60 }), async (actions) => {
        const { store, engine, ask } = setUp();
        let newestMs = 20_000;
        for (let i = 0; i < 20; i++) store.append('a', i * STEP_MS, i * 7);
        for (const one of actions) {
          if (one.kind === 'append') {
            newestMs += one.ahead * STEP_MS;
            store.append(one.name, newestMs, one.value);
          } else if (one.kind === 'late') {
            store.append(one.name, one.timeMs, one.value);
          } else {
            const startMs = one.start * STEP_MS + one.phase;
            const range = { startMs, endMs: startMs + one.length * STEP_MS + 100, stepMs: STEP_MS };
            const { result } = await ask(one.query, range);
            expect(seriesOf(result)).toEqual(seriesOf(await engine.range(one.query, range)));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('a window that moves on has only its new steps evaluated', async () => {
    const { store, ask, evaluated } = setUp();
    for (let i = 0; i <= 100; i++) store.append('a', i * STEP_MS, i);
    await ask('sum(m)', { startMs: 0, endMs: 100_000, stepMs: STEP_MS });
    store.append('a', 101_000, 1);
    store.append('a', 102_000, 1);
    const { cachedSteps } = await ask('sum(m)', { startMs: 2000, endMs: 102_000, stepMs: STEP_MS });
    expect(cachedSteps).toBe(99);
    expect(evaluated.at(-1)).toEqual({ startMs: 101_000, endMs: 102_000, stepMs: STEP_MS });
  });

  test('the same question again is not evaluated at all as long as nothing is appended', async () => {
    const { store, ask, evaluated } = setUp();
    store.append('a', 1000, 1);
    const range = { startMs: 0, endMs: 10_000, stepMs: STEP_MS };
    await ask('m', range);
    await ask('m', range);
    expect(evaluated).toHaveLength(1);
    store.append('a', 4000, 2);
    expect((await ask('m', range)).cachedSteps).toBe(4);
  });

  test('steps that fall on other times are not mixed', async () => {
    const { store, ask } = setUp();
    store.append('a', 1000, 1);
    await ask('m', { startMs: 0, endMs: 10_000, stepMs: STEP_MS });
    expect((await ask('m', { startMs: 500, endMs: 9500, stepMs: STEP_MS })).cachedSteps).toBe(0);
    expect((await ask('m', { startMs: 0, endMs: 10_000, stepMs: 2 * STEP_MS })).cachedSteps).toBe(0);
  });

  test('remarks of steps that were evaluated before are told again', async () => {
    const { store, ask } = setUp();
    for (let i = 0; i <= 20; i++) store.append('a', i * STEP_MS, i);
    const range = { startMs: 0, endMs: 20_000, stepMs: STEP_MS };
    const first = await ask('rate(m[5s])', range);
    const second = await ask('rate(m[5s])', { ...range, startMs: 5000 });
    expect(second.cachedSteps).toBe(16);
    expect(first.result.annotations).toHaveLength(1);
    expect(second.result.annotations).toEqual(first.result.annotations);
  });

  test('it holds no more than it may, and what was used longest ago goes first', async () => {
    const { store, cache, ask } = setUp(20_000);
    for (let i = 0; i <= 20; i++) store.append('a', i * STEP_MS, i);
    const range = { startMs: 0, endMs: 20_000, stepMs: STEP_MS };
    for (let i = 0; i < 100; i++) {
      await ask(`m + ${i}`, range);
      await ask('m', range);
      expect(cache.bytes).toBeLessThanOrEqual(20_000);
    }
    expect((await ask('m', range)).cachedSteps).toBe(21);
    expect((await ask('m + 0', range)).cachedSteps).toBe(0);
    expect((await ask('m + 99', range)).cachedSteps).toBe(21);
  });

  test('after samples were deleted nothing that was made of them is used', async () => {
    const { store, cache, ask } = setUp();
    store.append('a', 1000, 1);
    const range = { startMs: 0, endMs: 10_000, stepMs: STEP_MS };
    await ask('m', range);
    cache.clear();
    expect(cache.bytes).toBe(0);
    expect((await ask('m', range)).cachedSteps).toBe(0);
  });

  test('what is not correct is refused as it would be without it', async () => {
    const { ask } = setUp();
    await expect(ask('m{', { startMs: 0, endMs: 1000, stepMs: 1000 })).rejects.toMatchObject({
      code: 'TT_QUERY_SYNTAX',
    });
    await expect(ask('m', { startMs: 1000, endMs: 0, stepMs: 1000 })).rejects.toMatchObject({
      code: 'TT_QUERY_RANGE',
    });
    await expect(ask('m', { startMs: 0, endMs: 1000, stepMs: 0 })).rejects.toMatchObject({
      code: 'TT_QUERY_RANGE',
    });
  });
});
