import { parseSeriesValues } from '@telltale/formats';
import type { AlertingRule, RecordingRule, Rule } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeEpisodes } from './describe-episodes.ts';
import { parseSeriesName } from './given-series.ts';
import { runAlerts } from './run-alerts.ts';

function alerting(name: string, query: string, rest: Partial<AlertingRule> = {}): AlertingRule {
  const base = { kind: 'alerting', forMs: 0, keepFiringForMs: 0, labels: {}, annotations: {} } as const;
  return { ...base, name, query, expr: parseExpr(query), ...rest };
}

function recording(name: string, query: string): RecordingRule {
  return { kind: 'recording', name, query, expr: parseExpr(query), labels: {} };
}

function run(rules: readonly Rule[], series: Readonly<Record<string, string>>, lengthMs = 20 * 60_000) {
  return runAlerts({
    groups: [{ name: 'g', file: '', intervalMs: 60_000, rules }],
    series: Object.entries(series).map(([name, values]) => ({
      labels: parseSeriesName(name),
      values: parseSeriesValues(values),
    })),
    sampleIntervalMs: 60_000,
    evaluationIntervalMs: 60_000,
    lengthMs,
  });
}

const DOWN = alerting('Down', 'up == 0', {
  forMs: 180_000,
  annotations: { summary: '{{ $labels.job }} is away' },
});

describe('alerts over given series', () => {
  test('are pending, fire and resolve at the evaluations at which they do', async () => {
    const result = await run([DOWN], { 'up{job="a"}': '1x4 0x6 1x20' });
    expect(result.episodes).toMatchObject([
      { alertName: 'Down', activeAtMs: 300_000, firedAtMs: 480_000, endedAtMs: 720_000 },
    ]);
    expect(result.alertsAt(479_999)).toMatchObject([{ state: 'pending' }]);
    expect(result.alertsAt(480_000)).toMatchObject([
      { state: 'firing', annotations: { summary: 'a is away' }, labels: { job: 'a' } },
    ]);
    expect(describeEpisodes(result, 'Down')).toEqual([
      'Down{job="a"}: pending at 5m, firing at 8m, resolved at 12m',
    ]);
    expect(describeEpisodes(result, 'Up')).toEqual(['Up was never pending or firing up to 20m']);
  });

  test('see what rules before them record, and the alerts of the evaluation before', async () => {
    const rules = [
      recording('down:count', 'count(up == 0)'),
      alerting('Many', 'down:count > 1'),
      alerting('Still', 'count_over_time(ALERTS{alertname="Many"}[5m]) > 2'),
    ];
    const result = await run(rules, { 'up{job="a"}': '1x4 0x20', 'up{job="b"}': '1x5 0x20' });
    expect(result.errors).toEqual([]);
    expect(result.episodes.map(({ alertName, firedAtMs }) => [alertName, firedAtMs])).toEqual([
      ['Many', 360_000],
      ['Still', 480_000],
    ]);
  });

  test('do not see samples of the future, whatever an offset says', async () => {
    const result = await run([alerting('Soon', 'up offset -2m == 0')], { up: '1x9 0x10' });
    expect(result.episodes[0]?.firedAtMs).toBe(600_000);
  });

  test('end with the first evaluation that fails', async () => {
    const result = await run([alerting('Twice', 'a * b > 0')], {
      'a{x="1"}': '_x5 1x9',
      'a{x="2"}': '_x5 1x9',
      'b{x="1"}': '1x14',
      'b{x="1", y="2"}': '1x14',
    });
    expect(result.errors).toEqual([]);
    const failing = await run([alerting('Twice', 'a * on () group_left () b > 0')], {
      a: '1x20',
      'b{x="1"}': '_x5 1x9',
      'b{x="2"}': '_x5 1x9',
    });
    expect(failing.errors).toMatchObject([{ ruleName: 'Twice', atMs: 300_000 }]);
    expect(failing.endMs).toBe(300_000);
  });

  test('are the same whether expressions are asked step by step or many steps at a time', async () => {
    const values = fc.array(fc.constantFrom('0', '1', '7', '_', 'stale'), { minLength: 5, maxLength: 30 });
    const query = fc.constantFrom(
      'm > 3',
      'rate(m[3m]) > 0',
      'sum by (a) (m) == 1',
      'absent(m)',
      'm > 0 unless m{a="1"} > 3',
      'avg_over_time(m[2m:30s]) > 1',
    );
    await fc.assert(
      fc.asyncProperty(values, values, query, async (one, other, text) => {
        const series = { 'm{a="1"}': one.join(' '), 'm{a="2"}': other.join(' ') };
        const [fast, slow] = [
          await run([alerting('A', text)], series),
          // A matcher on the name that is no plain name is asked step by step.
          await run(
            [
              alerting(
                'A',
                text.replaceAll(/\bm\b(?![:\]])(\{)?/g, (_, brace) =>
                  brace ? '{__name__=~"m",' : '{__name__=~"m"}',
                ),
              ),
            ],
            series,
          ),
        ];
        const shape = (result: typeof fast) =>
          result.episodes.map(({ labels, ...times }) => ({ ...times, labels: labels.toString() }));
        expect(shape(slow)).toEqual(shape(fast));
      }),
      { numRuns: 40 },
    );
  });
});

test.each(['', 'up{job=~"a"}', 'rate(up[5m])'])('%j names no series', (text) => {
  expect(() => parseSeriesName(text)).toThrow();
});
