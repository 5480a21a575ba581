import type { QueryValue } from '@telltale/model';
import { LabelSet, MemorySeriesStore } from '@telltale/model';
import { createQueryEngine, parseExpr } from '@telltale/promql';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MetricCatalogue } from '../../catalogue/metric-catalogue.ts';
import { createTargetLabels } from '../../catalogue/target-labels.ts';
import { createInference } from './create-inference.ts';
import type { Recording } from './create-inference.ts';

const catalogue = new MetricCatalogue([], {
  prefixed: [],
  hasUnreadNames: false,
  isMentionedElsewhere: () => false,
});
const targetLabels = createTargetLabels([], [], []);

function inferred(query: string, recordings = new Map<string, readonly Recording[]>()) {
  return createInference({ catalogue, targetLabels }, recordings).of(parseExpr(query));
}

describe('labels', () => {
  it('are those of the aggregation, less what another one drops', () => {
    expect([...(inferred('sum by (a, b) (x)').labels.all ?? [])]).toEqual(['a', 'b']);
    expect([...(inferred('sum without (b) (sum by (a, b) (x))').labels.all ?? [])]).toEqual(['a']);
    expect(inferred('sum without (b) (x)').labels.mayHave('b')).toBe(false);
    expect(inferred('sum without (b) (x)').labels.mayHave('c')).toBe(true);
  });

  it('are the labels that absent() takes from equalities', () => {
    const { labels } = inferred('absent(up{job="a", instance=~"b.*"})');
    expect([...(labels.all ?? [])]).toEqual(['job']);
  });

  it('come along with group_left, and are written by label_replace and rules', () => {
    const joined = inferred('sum by (a) (x) * on (a) group_left (c) sum by (a, c) (y)');
    expect([...(joined.labels.all ?? [])].toSorted()).toEqual(['a', 'c']);
    expect(inferred('label_replace(sum(x), "d", "$1", "e", "(.*)")').labels.mayHave('d')).toBe(true);
    const recorded = new Map([['a:b', [{ expr: parseExpr('sum by (pod) (x)'), labels: ['team'] }]]]);
    expect([...(inferred('a:b', recorded).labels.all ?? [])].toSorted()).toEqual(['pod', 'team']);
  });

  it('of a recording rule that reads itself are any', () => {
    const recorded = new Map([['a:b', [{ expr: parseExpr('a:b + 1'), labels: [] }]]]);
    expect(inferred('a:b', recorded).labels.mayHave('anything')).toBe(true);
  });
});

describe('values', () => {
  it('of a part divided by its whole are between 0 and 1, and the other way round above', () => {
    const part = 'sum(rate(x_total{code="5"}[5m]))';
    expect(inferred(`${part} / sum(rate(x_total[5m]))`).range).toEqual({ min: 0, max: 1 });
    expect(inferred(`sum(rate(x_total[5m])) / ${part}`).range).toEqual({ min: 1, max: Infinity });
    expect(inferred(`100 * ${part} / sum(rate(x_total[5m]))`)).toMatchObject({
      nature: 'share',
      unit: 'percent',
      range: { min: 0, max: 100 },
    });
  });

  it('of used and most bytes are usually a share, which is not certain', () => {
    const { range, usual, unit } = inferred('cache_used_bytes / cache_max_bytes');
    expect({ range, usual, unit }).toEqual({
      range: { min: 0, max: Infinity },
      usual: { min: 0, max: 1 },
      unit: 'ratio',
    });
  });

  it('have the unit of what they measure', () => {
    expect(inferred('time() - job_last_run_timestamp_seconds').unit).toBe('seconds');
    expect(inferred('rate(cpu_seconds_total[5m])').unit).toBe('seconds/s');
    expect(inferred('histogram_quantile(0.9, sum by (le) (rate(x_seconds_bucket[5m])))').unit).toBe(
      'seconds',
    );
  });
});

const start = Date.UTC(2026, 0, 1);

/** Two counters with labels, a gauge that may be negative, and `up`, for ten minutes. */
function source(seeds: readonly number[]): MemorySeriesStore {
  const store = new MemorySeriesStore();
  const steps = Array.from({ length: 21 }, (_, step) => step);
  for (const [index, seed] of seeds.entries()) {
    const job = index % 2 === 0 ? 'a' : 'b';
    const add = (labels: Readonly<Record<string, string>>, valueAt: (step: number) => number): void =>
      store.add(
        LabelSet.from(Object.entries({ job, n: String(index), ...labels })),
        steps.map((step) => [start + step * 30_000, valueAt(step)]),
      );
    add({ __name__: 'x_total', code: String(index % 3) }, (step) => (step * seed) % 97);
    add({ __name__: 'y_total', code: String(index % 3) }, (step) => step * seed);
    add({ __name__: 'g' }, (step) => seed - 5 * step);
    add({ __name__: 'up' }, (step) => (seed + step) % 2);
  }
  return store;
}

const operand = fc.constantFrom(
  'x_total',
  'g',
  'up',
  'rate(x_total[5m])',
  'increase(y_total{code="1"}[5m])',
  'avg_over_time(up[2m])',
  'changes(g[5m])',
  'timestamp(up)',
  'x_total{job!=""}',
);
const grouping = fc.constantFrom('', 'by (job) ', 'by (job, code) ', 'without (code) ', 'without (n, job) ');
const aggregated = fc
  .tuple(fc.constantFrom('sum', 'avg', 'min', 'max', 'count', 'group', 'stddev'), grouping, operand)
  .map(([op, by, expr]) => `${op} ${by}(${expr})`);
const simple = fc.oneof(operand, aggregated);
const scaled = fc
  .tuple(simple, fc.constantFrom('* 100', '- 3', '/ 7', '> 2', '<= 1', '* -1', '!= bool 0', '> bool 1'))
  .map(([expr, rest]) => `${expr} ${rest}`);
const combined = fc
  .tuple(aggregated, fc.constantFrom('+', '-', '*', '/', 'and', 'or', 'unless', '>'), aggregated)
  .map(([left, op, right]) => `${left} ${op} ${right}`);
const wrapped = fc
  .tuple(fc.constantFrom('abs', 'ceil', 'sgn', 'sort', '-', 'sum', 'absent'), fc.oneof(scaled, combined))
  .map(([func, expr]) => `${func}(${expr})`);

describe('what is inferred', () => {
  it('holds for every series and value that the engine gives', async () => {
    const query = fc.oneof(simple, scaled, combined, wrapped);
    const seeds = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(query, seeds, async (text, values) => {
        const engine = createQueryEngine({ source: source(values) });
        const result = await engine.instant(text, start + 600_000).catch(() => undefined);
        if (!result) return;
        const known = inferred(text);
        for (const { labels, value } of samplesOf(result.value)) {
          const { min, max } = known.range;
          if (!Number.isNaN(value)) expect(value).toBeGreaterThanOrEqual(min);
          if (!Number.isNaN(value)) expect(value).toBeLessThanOrEqual(max);
          for (const label of labels)
            if (label !== '__name__') expect(known.labels.mayHave(label)).toBe(true);
          for (const label of known.labels.always) expect(labels).toContain(label);
        }
      }),
      { numRuns: 300 },
    );
  });
});

function samplesOf(
  value: QueryValue,
): readonly { readonly labels: readonly string[]; readonly value: number }[] {
  if (value.type !== 'vector') return [];
  return value.samples.map(({ labels, value: sample }) => ({ labels: labels.names, value: sample }));
}
