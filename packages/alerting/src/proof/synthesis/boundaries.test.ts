import type { ResolvedMetric, ResolvedTarget } from '@telltale/definition';
import { parseExpr } from '@telltale/promql';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findBoundaries } from './boundaries.ts';
import { candidateLevels, hintsOf } from './candidate-levels.ts';
import { deriveDecoy } from './derive-sources.ts';
import { resultsAtSteadyState } from './steady-state.ts';
import { synthesise } from './synthesise.ts';
import { describeLevel, describeSource } from './synthetic-source.ts';

const COMMON = { help: '', unit: '' };
const METRICS: readonly ResolvedMetric[] = [
  {
    ...COMMON,
    name: 'errors_total',
    kind: 'counter',
    labels: { code: { kind: 'values', values: ['400', '500'] } },
  },
  { ...COMMON, name: 'depth', kind: 'gauge', labels: { queue: { kind: 'any' } } },
  { ...COMMON, name: 'wait_seconds', kind: 'histogram', labels: {}, buckets: [0.1, 1, 10] },
];
const TARGETS: readonly ResolvedTarget[] = ['a', 'b'].map((job) => ({
  job,
  addresses: [`${job}:80`],
  path: '/metrics',
  scheme: 'http',
  intervalMs: 15_000,
  timeoutMs: 10_000,
  labels: {},
}));

async function boundariesOf(query: string) {
  const expr = parseExpr(query);
  const found = await synthesise(expr, METRICS, { targets: TARGETS, timeMs: 0 });
  const { sources, quiet, firing, searchIntervalMs: intervalMs, windowMs } = found;
  const question = { expr, recordings: [], sources, intervalMs, windowMs, timeMs: 0 };
  const candidates = sources.map((source) => candidateLevels(source, hintsOf([expr])));
  const boundaries = await findBoundaries({ question, quiet, firing, candidates, maxTries: 100 });
  return { question, boundaries };
}

describe('levels on both sides of a threshold', () => {
  test.each([
    ['depth > 1000', ['1000'], 1000],
    ['depth <= 7', ['7'], 7],
    ['sum(rate(errors_total[5m])) > 0.1', ['0.1/s'], 0.1],
  ])('%s', async (query, equal, threshold) => {
    const { boundaries } = await boundariesOf(query);
    const [boundary] = boundaries;
    expect(boundary.equal?.map(describeLevel)).toEqual(equal);
    for (const side of [boundary.inside, boundary.outside]) {
      const position = Number.parseFloat(describeLevel(side?.[0] ?? { kind: 'absent' }));
      expect(Math.abs(position - threshold)).toBeLessThanOrEqual(threshold * 0.1);
    }
  });

  test('of a quantile are the buckets beside it', async () => {
    const query = 'histogram_quantile(0.9, sum by (le) (rate(wait_seconds_bucket[5m]))) > 1';
    const [boundary] = (await boundariesOf(query)).boundaries;
    expect(boundary.inside.map(describeLevel)).toEqual(['1/s of 5.5']);
    expect(boundary.outside?.map(describeLevel)).toEqual(['1/s of 0.55']);
  });

  test('are found for each side of an or, and for what absent says', async () => {
    const { boundaries } = await boundariesOf('up{job="a"} < 1 or up{job="b"} < 1 or absent(up{job="a"})');
    expect(boundaries.map(({ decision }) => decision)).toEqual([
      'up{job="a"} < 1',
      'up{job="b"} < 1',
      'absent(up{job="a"})',
    ]);
  });

  test('are what the engine says they are, for any threshold', async () => {
    const query = fc
      .tuple(
        fc.constantFrom('depth', 'sum(rate(errors_total[5m]))', 'max by (queue) (depth) / 4'),
        fc.constantFrom('>', '<', '>=', '<='),
        fc.constantFrom(0.01, 0.5, 3, 80, 1000, 1e6),
      )
      .map((parts) => parts.join(' '));
    await fc.assert(
      fc.asyncProperty(query, async (text) => {
        const { question, boundaries } = await boundariesOf(text);
        expect(boundaries).toHaveLength(1);
        const [{ inside, outside }] = boundaries;
        const [holds] = await resultsAtSteadyState(question, inside, [question.expr]);
        const [fails] = await resultsAtSteadyState(question, outside ?? [], [question.expr]);
        expect([holds.size, fails.size]).toEqual([1, 0]);
      }),
      { numRuns: 20 },
    );
  });
});

describe('a series that only one matcher excludes', () => {
  const decoyOf = (query: string): string | undefined => {
    const expr = parseExpr(query);
    if (expr.kind !== 'vector') throw new Error('no selector');
    const catalogue = { metrics: METRICS, targets: TARGETS, recordings: [] };
    const source = deriveDecoy(expr, 0, catalogue);
    return source && describeSource(source);
  };

  test.each([
    ['errors_total{code="500", job="b"}', 'errors_total{code="400", instance="b:80", job="b"}'],
    ['up{job="a"}', 'up{instance="b:80", job="b"}'],
    ['depth{queue!=""}', 'depth{instance="a:80", job="a"}'],
    ['errors_total{code=~"4..|5.."}', undefined],
    ['up{instance!=""}', undefined],
  ])('%s: %s', (query, series) => {
    expect(decoyOf(query)).toBe(series);
  });
});
