import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRuleTestFile } from './parse-rule-test-file.ts';
import { parseSeriesValues } from './parse-series-values.ts';
import { printRuleTestFile } from './print-rule-test-file.ts';
import type { RuleTestFile } from './rule-test-file.ts';
import { SeriesNotationError } from './series-notation-error.ts';

const histogram = (count: number, buckets: readonly number[]) => ({
  schema: 1,
  count,
  sum: 2 * count,
  zeroThreshold: 0,
  zeroCount: 0,
  positive: [{ start: 0, counts: Float64Array.from(buckets) }],
  negative: [],
  customValues: [],
  counterReset: 'unknown' as const,
});

describe('values of a series', () => {
  it.each([
    ['1 2.5 -3e2', [1, 2.5, -300]],
    ['0x2', [0, 0, 0]],
    ['1x2', [1, 1, 1]],
    ['10-5x3', [10, 5, 0, -5]],
    ['-2+0.5x2', [-2, -1.5, -1]],
    ['_ _x2 stale', ['missing', 'missing', 'missing', 'stale']],
    ['Inf -Inf 1m', [Infinity, -Infinity, 60]],
    ['', []],
  ] as const)('%j', (text, values) => {
    expect(parseSeriesValues(text)).toEqual(values);
  });

  it('add up histograms, too', () => {
    const text = '{{schema:1 count:3 sum:6 buckets:[1 2]}}+{{schema:1 count:1 sum:2 buckets:[0 1]}}x2';
    expect(parseSeriesValues(text)).toEqual([
      histogram(3, [1, 2]),
      histogram(4, [1, 3]),
      histogram(5, [1, 4]),
    ]);
  });

  it.each(['one', '1y5', '1+x3', '{{count:x}}', '{{size:3}}', '0x99999999999', '1x2000000'])(
    'are not %s',
    (text) => {
      expect(() => parseSeriesValues(text)).toThrow(SeriesNotationError);
    },
  );
});

const FILE = `
rule_files: [rules/*.yml]
evaluation_interval: 30s
group_eval_order: [b, a]
fuzzy_compare: true
tests:
  - name: one
    interval: 1m
    start_timestamp: 2026-11-22T03:00:00Z
    external_labels: { zone: a }
    external_url: http://here
    input_series:
      - { series: 'up{job="x"}', values: '0x2 _' }
    alert_rule_test:
      - eval_time: 5m
        alertname: Down
        exp_alerts:
          - exp_labels: { job: x }
            exp_annotations: { summary: gone }
    promql_expr_test:
      - expr: up
        eval_time: 1m
        exp_samples:
          - { labels: 'up{job="x"}', value: .inf }
`;

describe('a rule test file', () => {
  it('is read with the place of each check', () => {
    const { issues, tests, ...file } = parseRuleTestFile(FILE, 'a.test.yml');
    expect(issues).toEqual([]);
    expect(file).toMatchObject({
      ruleFiles: ['rules/*.yml'],
      evaluationIntervalMs: 30_000,
      groupEvalOrder: ['b', 'a'],
      fuzzyCompare: true,
    });
    expect(tests).toMatchObject([
      {
        name: 'one',
        intervalMs: 60_000,
        startMs: Date.parse('2026-11-22T03:00:00Z'),
        externalLabels: { zone: 'a' },
        externalUrl: 'http://here',
        series: [{ series: 'up{job="x"}', values: [0, 0, 0, 'missing'] }],
        checks: [
          {
            atMs: 300_000,
            alertName: 'Down',
            alerts: [{ labels: { job: 'x' }, annotations: { summary: 'gone' } }],
            position: { file: 'a.test.yml', line: 15, column: 9 },
          },
        ],
        queryChecks: [{ expr: 'up', samples: [{ labels: 'up{job="x"}', value: Infinity }] }],
      },
    ]);
  });

  it.each([
    ['a word that is no value', "values: '0x2 _'", "values: 'zero'", "'zero' is no value", 13],
    ['an alert without a name', 'alertname: Down', 'alertnam: Down', "no field 'alertnam'", 16],
    ['a group named twice', '[b, a]', '[b, b]', "'b' is named twice", 4],
    ['a time that is none', '2026-11-22T03:00:00Z', 'tomorrow', 'is no time', 9],
    ['a value that is none', '.inf', 'much', "'value' must be a number", 24],
  ])('with %s says so and where', (_, right, wrong, message, line) => {
    expect(FILE).toContain(right);
    const { issues } = parseRuleTestFile(FILE.replace(right, wrong), 'a.test.yml');
    const issue = issues.find((one) => one.message.includes(message));
    expect(issue?.severity).toBe('error');
    expect(Math.abs((issue?.position.line ?? 0) - line)).toBeLessThanOrEqual(1);
  });

  it.each(['', '[]', '{', 'tests: 3', '\0', 'tests: [{alert_rule_test: [{}]}]'])(
    'that is %j is refused, not thrown at',
    (text) => {
      expect(parseRuleTestFile(text, 'a.yml').issues.length).toBeGreaterThan(0);
    },
  );

  it('is read back as it was printed', () => {
    const name = fc
      .string({ minLength: 1, maxLength: 8 })
      .map((text) => `n${text.replaceAll(/[^\w:. {}"#-]/g, '')}`);
    const texts = fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'summary'), name);
    const durationMs = fc.integer({ min: 1, max: 1e6 }).map((seconds) => seconds * 1000);
    const value = fc.oneof(
      fc.double({ noNaN: true }).map((number) => (number === 0 ? 0 : number)),
      fc.constantFrom('missing' as const, 'stale' as const),
    );
    const check = fc.record({
      atMs: durationMs,
      alertName: name,
      alerts: fc.array(fc.record({ labels: texts, annotations: texts }), { maxLength: 2 }),
    });
    const queryCheck = fc.record({
      expr: name,
      atMs: durationMs,
      samples: fc.array(fc.record({ labels: name, value: fc.double({ noNaN: true }) }), { maxLength: 2 }),
    });
    const ruleTest = fc.record({
      name,
      intervalMs: durationMs,
      series: fc.array(fc.record({ series: name, values: fc.array(value, { minLength: 1, maxLength: 6 }) })),
      checks: fc.array(check, { maxLength: 3 }),
      queryChecks: fc.array(queryCheck, { maxLength: 2 }),
      externalUrl: name,
      startMs: fc.integer({ min: 0, max: 4e12 }),
    });
    const file = fc.record({
      ruleFiles: fc.array(name, { minLength: 1, maxLength: 2 }),
      evaluationIntervalMs: durationMs,
      fuzzyCompare: fc.boolean(),
      tests: fc.array(ruleTest, { minLength: 1, maxLength: 3 }),
    });
    fc.assert(
      fc.property(file, (printed) => {
        const { issues, ...read } = parseRuleTestFile(printRuleTestFile(printed), 'a.yml');
        expect(issues).toEqual([]);
        expect(plain(read)).toEqual(plain(printed));
      }),
      { numRuns: process.env['TELLTALE_TEST_SCALE'] === 'long' ? 2000 : 100 },
    );
  });
});

/** Without the places, and with objects of any prototype alike. */
function plain(file: RuleTestFile): unknown {
  return JSON.parse(
    JSON.stringify(file, (key, one: unknown) => {
      if (key === 'position' || key === 'file') return undefined;
      return typeof one === 'number' && !Number.isFinite(one) ? String(one) : one;
    }),
  );
}
