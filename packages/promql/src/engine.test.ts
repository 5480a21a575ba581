import type { QueryValue, SelectRequest, SeriesScan, SeriesSource } from '@telltale/model';
import { LabelSet, MemorySeriesStore } from '@telltale/model';
import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { createQueryEngine } from './engine.ts';

const MINUTE_MS = 60_000;

function labels(entries: Record<string, string>): LabelSet {
  return LabelSet.from(Object.entries(entries));
}

/** Series with a sample a minute, from 0. */
function store(series: Record<string, readonly number[]>): MemorySeriesStore {
  const memory = new MemorySeriesStore();
  for (const [text, values] of Object.entries(series)) {
    const [name, instance = ''] = text.split('/');
    memory.add(
      labels({ __name__: name, instance }),
      values.map((value, i) => [i * MINUTE_MS, value] as const),
    );
  }
  return memory;
}

function valuesOf(value: QueryValue): Record<string, number | number[]> {
  if (value.type === 'vector') {
    return Object.fromEntries(value.samples.map((sample) => [sample.labels.toString(), sample.value]));
  }
  if (value.type !== 'matrix') throw new Error(`no series but ${value.type}`);
  return Object.fromEntries(value.series.map((item) => [item.labels.toString(), [...item.values]]));
}

const hangingSource: SeriesSource = {
  select: () => new Promise(() => {}),
  series: async () => [],
  labelNames: async () => [],
  labelValues: async () => [],
};

test('a query is taken as text and as an expression', async () => {
  const engine = createQueryEngine({ source: store({ 'm/a': [1], 'm/b': [2] }) });
  const text = await engine.instant('sum(m)', 0);
  const built = await engine.instant(
    { kind: 'aggregation', op: 'sum', expr: { kind: 'vector', metric: 'm', matchers: [] } },
    0,
  );
  expect(valuesOf(text.value)).toEqual({ '{}': 3 });
  expect(built.value).toEqual(text.value);
  expect(text.stats).toMatchObject({ seriesRead: 2, samplesRead: 2 });
});

test('a range result is ordered by labels and has the points that exist', async () => {
  const engine = createQueryEngine({ source: store({ 'm/b': [1, 2], 'm/a': [3] }), lookbackMs: MINUTE_MS });
  const { value } = await engine.range('m', { startMs: 0, endMs: 2 * MINUTE_MS, stepMs: MINUTE_MS });
  expect(value.type === 'matrix' && value.series.map((item) => item.labels.get('instance'))).toEqual([
    'a',
    'b',
  ]);
  expect(valuesOf(value)).toEqual({ 'm{instance="a"}': [3], 'm{instance="b"}': [1, 2] });
});

test('a scalar over a range is one series without labels', async () => {
  const engine = createQueryEngine({ source: store({}) });
  const { value } = await engine.range('time()', { startMs: 0, endMs: 2000, stepMs: 1000 });
  expect(valuesOf(value)).toEqual({ '{}': [0, 1, 2] });
});

test('windows leave out their left edge, unless they are closed as in Prometheus 2', async () => {
  const source = store({ m: [1, 1, 1] });
  const query = 'count_over_time(m[2m])';
  const open = await createQueryEngine({ source }).instant(query, 2 * MINUTE_MS);
  const closed = await createQueryEngine({ source, closedWindows: true }).instant(query, 2 * MINUTE_MS);
  expect([valuesOf(open.value), valuesOf(closed.value)]).toEqual([{ '{}': 2 }, { '{}': 3 }]);
  const engine = createQueryEngine({ source, closedWindows: true, lookbackMs: MINUTE_MS });
  expect(valuesOf((await engine.instant('m', 3 * MINUTE_MS)).value)).toEqual({ m: 1 });
});

test('the same selector is read once in a query', async () => {
  const memory = store({ m: [1, 2, 3] });
  let reads = 0;
  const source: SeriesSource = {
    select: (request) => {
      reads++;
      return memory.select(request);
    },
    series: (request) => memory.series(request),
    labelNames: (request) => memory.labelNames(request),
    labelValues: (name, request) => memory.labelValues(name, request),
  };
  await createQueryEngine({ source }).instant('m / (m + m) + m{instance=""}', 0);
  expect(reads).toBe(2);
});

test('labels with the names of object members are ordinary labels', async () => {
  const memory = new MemorySeriesStore();
  memory.add(
    LabelSet.from([
      ['__name__', 'm'],
      ['__proto__', 'p'],
      ['constructor', 'c'],
    ]),
    [[0, 1]],
  );
  const engine = createQueryEngine({ source: memory });
  const { value } = await engine.instant('sum by (__proto__, constructor) ({constructor="c"})', 0);
  expect(value.type === 'vector' && [...value.samples[0].labels.entries()]).toEqual([
    ['__proto__', 'p'],
    ['constructor', 'c'],
  ]);
});

test('a rate over what is known to be a gauge says so, and over a counter says nothing', async () => {
  const metadata = (): ReadonlyMap<string, { type: 'gauge' | 'counter'; help: string; unit: string }> =>
    new Map([
      ['temperature', { type: 'gauge', help: '', unit: '' }],
      ['hits', { type: 'counter', help: '', unit: '' }],
    ]);
  const engine = createQueryEngine({ source: store({ temperature: [1, 2], hits: [1, 2] }), metadata });
  const query = 'rate(temperature[5m]) + rate(hits[5m])';
  const { annotations } = await engine.instant(query, MINUTE_MS);
  expect(annotations).toEqual([
    {
      severity: 'info',
      message: 'PromQL info: metric is a gauge, not a counter: "temperature"',
      source: { start: 5, end: 20 },
    },
  ]);
});

test('series, label names and values are the union over the selectors', async () => {
  const engine = createQueryEngine({ source: store({ 'm/a': [1], 'n/b': [1], 'o/c': [1] }) });
  const query = {
    selectors: [
      [{ name: '__name__', op: '=', value: 'm' }],
      [{ name: 'instance', op: '=~', value: 'a|b' }],
    ] as const,
    startMs: 0,
    endMs: 1,
  };
  expect((await engine.series(query)).map(String)).toEqual(['m{instance="a"}', 'n{instance="b"}']);
  expect(await engine.labelValues('instance', query)).toEqual(['a', 'b']);
  expect(await engine.labelNames({ ...query, selectors: [] })).toEqual(['__name__', 'instance']);
});

/** How often other work has a turn while a query reads 1,000 series `m`. */
async function turnsDuring(query: string): Promise<number> {
  const source = new MemorySeriesStore();
  for (let i = 0; i < 1000; i++) {
    const points = Array.from({ length: 60 }, (_, minute) => [minute * MINUTE_MS, minute % 7] as const);
    source.add(labels({ __name__: 'm', i: String(i) }), points);
  }
  let turns = 0;
  const count = (): void => {
    turns++;
    turn = setImmediate(count);
  };
  let turn = setImmediate(count);
  // On this clock a slice is over at every look: whoever looks gives way.
  let nowMs = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (nowMs += 20));
  try {
    const engine = createQueryEngine({ source, limits: { timeoutMs: 1e9 } });
    await engine.range(query, { startMs: 0, endMs: 59 * MINUTE_MS, stepMs: MINUTE_MS });
    return turns;
  } finally {
    clock.mockRestore();
    clearImmediate(turn);
  }
}

test.each(['m', 'sum(m)', 'sin(m)', 'clamp(m, 1, 2)', 'quantile_over_time(0.5, m[40m])', '-m', 'm * 2'])(
  'other work gets its turn between two series: %s',
  async (query) => {
    expect(await turnsDuring(query)).toBeGreaterThan(990);
  },
);

test.each([
  'topk(1, m)',
  'count_values("v", m)',
  'label_replace(m, "x", "$1", "i", "(.*)0")',
  'm * on() group_left vector(1)',
  'quantile(0.5, m)',
  'm unless vector(1)',
])('other work gets its turn also when all series have been read: %s', async (query) => {
  const toRead = await turnsDuring('m');
  expect((await turnsDuring(query)) - toRead).toBeGreaterThan(50);
});

test.each([
  ['count(m)', ['times']],
  ['absent((m))', ['times']],
  ['timestamp(m)', ['times']],
  ['group by (i) (m) or count_over_time(m[4m])', ['times', 'times']],
  ['sum(m) / count(m)', ['values']],
  ['count(m > 1)', ['values']],
  ['m', ['values']],
])('values that nobody looks at are not read: %s', async (query, needs) => {
  const source = store({ 'm/a': [1, 2, 3], 'm/b': [1, 2, 3] });
  const asked: unknown[] = [];
  const engine = createQueryEngine({
    source: {
      select(request) {
        asked.push(request.needs);
        return source.select(request);
      },
      series: (request) => source.series(request),
      labelNames: (request) => source.labelNames(request),
      labelValues: (name, request) => source.labelValues(name, request),
    },
  });
  await engine.instant(query, 2 * MINUTE_MS);
  expect(asked).toEqual(needs);
});

describe('limits', () => {
  const source = store({ 'm/a': [1, 2, 3], 'm/b': [1, 2, 3] });

  test('a query that reads too many samples is stopped', async () => {
    const engine = createQueryEngine({ source, limits: { maxSamples: 5 } });
    await expect(engine.instant('sum_over_time(m[5m])', 2 * MINUTE_MS)).rejects.toMatchObject({
      code: 'TT_QUERY_LIMIT',
    });
  });

  test('an aggregation holds no values of the series it folds', async () => {
    const engine = createQueryEngine({ source, limits: { maxSamples: 2500 } });
    const range = { startMs: 0, endMs: 999, stepMs: 1 };
    await expect(engine.range('m', range)).resolves.toBeDefined();
    await expect(engine.range('-m + 1', range)).resolves.toBeDefined();
    await expect(engine.range('m + m', range)).rejects.toMatchObject({ code: 'TT_QUERY_LIMIT' });
    await expect(engine.range('sum(-m) + sum(m * 2)', range)).rejects.toMatchObject({
      code: 'TT_QUERY_LIMIT',
    });
    await expect(engine.range('avg(sum_over_time(m[5m]) + 1)', range)).resolves.toBeDefined();
  });

  test('a query that computes too much is stopped', async () => {
    const engine = createQueryEngine({ source, limits: { maxSamples: 10_000 } });
    const query = 'm + on() group_left vector(1) + scalar(count_over_time(vector(1)[1h:1s]))';
    await expect(engine.instant(query, 0)).resolves.toBeDefined();
    await expect(engine.range('m * 2', { startMs: 0, endMs: 9999, stepMs: 1 })).rejects.toMatchObject({
      code: 'TT_QUERY_LIMIT',
    });
  });

  test('the series that count_values makes of every distinct value count too', async () => {
    const engine = createQueryEngine({ source, limits: { maxSamples: 50_000 } });
    const range = { startMs: 0, endMs: 999, stepMs: 1 };
    await expect(engine.range('count_values("v", vector(1))', range)).resolves.toBeDefined();
    await expect(engine.range('count_values("v", vector(time()))', range)).rejects.toMatchObject({
      code: 'TT_QUERY_LIMIT',
    });
  });

  test.each([
    [{ startMs: 0, endMs: 11_000, stepMs: 1 }, 'more than 11000 points'],
    [{ startMs: 1, endMs: 0, stepMs: 1 }, 'must not be before its start'],
    [{ startMs: 0, endMs: 1, stepMs: 0 }, 'a step above zero'],
    [{ startMs: Number.NaN, endMs: 1, stepMs: 1 }, 'a start, an end'],
  ])('the range %j is refused', async (range, reason) => {
    await expect(createQueryEngine({ source }).range('m', range)).rejects.toThrow(reason);
  });

  test('a subquery of absurdly many steps is refused before anything is allocated', async () => {
    const query = 'count_over_time(vector(1)[100y:1ms])';
    await expect(createQueryEngine({ source }).instant(query, 0)).rejects.toMatchObject({
      code: 'TT_QUERY_LIMIT',
    });
  });

  test('a range of samples cannot be the result of a range query', async () => {
    const range = { startMs: 0, endMs: 1, stepMs: 1 };
    await expect(createQueryEngine({ source }).range('m[5m]', range)).rejects.toMatchObject({
      code: 'TT_QUERY_TYPE',
    });
  });

  test('a source that never answers runs into the timeout', async () => {
    const engine = createQueryEngine({ source: hangingSource, limits: { timeoutMs: 20 } });
    await expect(engine.instant('m', 0)).rejects.toMatchObject({ code: 'TT_QUERY_TIMEOUT' });
    await expect(
      createQueryEngine({ source: hangingSource }).instant('m', 0, { timeoutMs: 20 }),
    ).rejects.toMatchObject({
      code: 'TT_QUERY_TIMEOUT',
    });
  });

  test('a caller that aborts gets its own reason, before and during the query', async () => {
    const engine = createQueryEngine({ source: hangingSource });
    const reason = new Error('page closed');
    await expect(engine.instant('m', 0, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const running = engine.instant('m', 0, { signal: controller.signal });
    controller.abort(reason);
    await expect(running).rejects.toBe(reason);
  });

  test('a long evaluation lets timers run and can be aborted between two series', async () => {
    const many = new MemorySeriesStore();
    for (let i = 0; i < 3000; i++)
      many.add(labels({ __name__: 'm', i: String(i) }), [
        [0, i],
        [1000, i],
      ]);
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(new Error('enough')), 1);
    const range = { startMs: 0, endMs: 5_000_000, stepMs: 1000 };
    const running = createQueryEngine({ source: many }).range('stddev_over_time(m[1h])', range, {
      signal: controller.signal,
    });
    await expect(running).rejects.toThrow('enough');
    clearTimeout(timer);
  });
});

test('whatever its samples, a range query has the values of the instant queries at its steps', async () => {
  const sample = fc.oneof(
    fc.integer({ min: 0, max: 50 }),
    fc.double(),
    fc.constantFrom(Number.NaN, Infinity, -Infinity, 0),
  );
  const query = fc.constantFrom(
    'rate(m[3m])',
    'increase(m[150s])',
    'delta(m[3m])',
    'max_over_time(m[3m])',
    'min_over_time(m[4m])',
    'sum_over_time(m[3m])',
    'avg_over_time(m[3m])',
    'changes(m[3m])',
    'resets(m[3m])',
    'deriv(m[3m])',
    'sum(m)',
    'avg(m)',
    'm > 5',
    'max by (instance) (m) or n',
    'm unless m > 10',
    'quantile(0.3, m)',
    'stddev(m)',
    'sum_over_time(rate(m[2m])[4m:30s])',
    'm offset 1m - m',
    'topk(1, m)',
    'm * on(instance) n',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(sample, { maxLength: 8 }),
      fc.array(sample, { maxLength: 8 }),
      query,
      async (a, b, text) => {
        const engine = createQueryEngine({
          source: store({ 'm/a': a, 'm/b': b, 'n/a': b }),
          lookbackMs: 90_000,
        });
        const stepMs = 40_000;
        const { value } = await engine.range(text, { startMs: 0, endMs: 10 * stepMs, stepMs });
        if (value.type !== 'matrix') throw new Error(value.type);
        for (let step = 0; step <= 10; step++) {
          const instant = await engine.instant(text, step * stepMs);
          const points = value.series.flatMap((item) => {
            const at = item.timestamps.indexOf(step * stepMs);
            return at === -1 ? [] : [[item.labels.toString(), item.values[at]] as const];
          });
          const expected = valuesOf(instant.value);
          expect(Object.keys(Object.fromEntries(points)).sort()).toEqual(Object.keys(expected).sort());
          for (const [key, point] of points) closeTo(point, Number(expected[key]));
        }
      },
    ),
    { numRuns: 60 },
  );
});

/** Equal but for the order of additions; what overflows or cancels out may differ by rounding. */
function closeTo(actual: number, expected: number): void {
  if (Object.is(actual, expected) || actual === expected) return;
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(
    1e-9 * Math.max(Math.abs(actual), Math.abs(expected), 1e-300),
  );
}

describe('aggregations of one operand', () => {
  const source = store({ 'm/a': [1, 2, 4, 8], 'm/b': [10, 20, 40, 80], 'm/c': [3, 3, 3, 3] });
  const range = { startMs: MINUTE_MS, endMs: 3 * MINUTE_MS, stepMs: MINUTE_MS };

  /** The source, with how often its series were read. */
  function counted(): { readonly source: SeriesSource; reads: number } {
    const counter = {
      reads: 0,
      source: {
        ...hangingSource,
        async scan(request: SelectRequest): Promise<SeriesScan> {
          const series = await source.select(request);
          return {
            size: series.length,
            samples: 0,
            heldBytes: 0,
            [Symbol.iterator]() {
              counter.reads++;
              return series[Symbol.iterator]();
            },
          };
        },
      },
    };
    return counter;
  }

  test.each([
    ['sum by (instance) (OPERAND) / on () group_left () sum(OPERAND)', 1],
    ['max by (instance) (OPERAND) - on () group_left () avg(OPERAND) + on () group_left () -min(OPERAND)', 1],
    ['sum(OPERAND) / count(OPERAND)', 2],
    ['sum(OPERAND) / sum(max_over_time(sum by (instance) (OPERAND)[2m:1m]))', 2],
  ])(
    '%s: the operand is read %i times and the answer is that of reading it for each',
    async (query, reads) => {
      const shared = counted();
      const together = await createQueryEngine({ source: shared.source }).range(
        query.replaceAll('OPERAND', 'rate(m[2m])'),
        range,
      );
      // In parentheses of different depth no operand is written like another.
      let depth = 0;
      const apart = query.replaceAll('OPERAND', () => {
        depth++;
        return `${'('.repeat(depth)}rate(m[2m])${')'.repeat(depth)}`;
      });
      const separate = await createQueryEngine({ source }).range(apart, range);
      expect(together.value).toEqual(separate.value);
      expect(shared.reads).toBe(reads);
    },
  );
});
