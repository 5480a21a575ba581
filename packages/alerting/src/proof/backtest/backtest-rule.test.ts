import { LabelSet, MemorySeriesStore } from '@telltale/model';
import type { AlertingRule } from '@telltale/model';
import { createQueryEngine, parseExpr } from '@telltale/promql';
import { describe, expect, test } from 'vitest';
import { backtestRule } from './backtest-rule.ts';

const STEP_MS = 15_000;
const MINUTE = 60_000;

function rule(query: string, forMs = 0, keepFiringForMs = 0): AlertingRule {
  return {
    kind: 'alerting',
    name: 'Slow',
    query,
    expr: parseExpr(query),
    labels: { severity: 'page' },
    annotations: { summary: '{{ $value }}' },
    forMs,
    keepFiringForMs,
  };
}

/** A gauge that stands at 9 in the given minutes and at 1 else. */
function storeWith(highMinutes: readonly number[], minutes: number): MemorySeriesStore {
  const store = new MemorySeriesStore();
  const ids = [store.intern(LabelSet.of({ __name__: 'load', job: 'shop' }))];
  for (let timestampMs = 0; timestampMs <= minutes * MINUTE; timestampMs += STEP_MS) {
    const value = highMinutes.includes(Math.floor(timestampMs / MINUTE)) ? 9 : 1;
    store.append({ group: '', timestampMs, ids, values: Float64Array.of(value) });
  }
  return store;
}

async function backtest(one: AlertingRule, highMinutes: readonly number[], minutes = 60) {
  const query = createQueryEngine({ source: storeWith(highMinutes, minutes) });
  return backtestRule(one, { query, startMs: 0, endMs: minutes * MINUTE, stepMs: STEP_MS });
}

const spans = (result: Awaited<ReturnType<typeof backtest>>) =>
  result.episodes.map(({ activeAtMs, firedAtMs, endedAtMs }) =>
    [activeAtMs, firedAtMs, endedAtMs].map((ms) => (ms === undefined ? '-' : ms / MINUTE)).join(' '),
  );

describe('a rule replayed over what is stored', () => {
  test('fires as often as its condition held for long enough', async () => {
    const result = await backtest(rule('load > 5', 2 * MINUTE), [10, 20, 21, 22, 40, 41, 42, 43, 44]);
    expect(spans(result)).toEqual(['10 - 11', '20 22 23', '40 42 45']);
    expect(result.steps).toBe(241);
    expect(result.heldSteps).toBe(36);
    expect(result.episodes[1].labels.toObject()).toEqual({
      alertname: 'Slow',
      job: 'shop',
      severity: 'page',
    });
  });

  test('goes on firing as keep_firing_for says, and joins what lies closer together', async () => {
    const result = await backtest(rule('load > 5', 0, 5 * MINUTE), [10, 13, 30]);
    expect(spans(result)).toEqual(['10 10 19', '30 30 36']);
  });

  test('is quiet where nothing held', async () => {
    expect((await backtest(rule('load > 50'), [10])).episodes).toEqual([]);
  });

  test('still fires at the end where its condition holds there', async () => {
    expect(spans(await backtest(rule('load > 5'), [58, 59, 60]))).toEqual(['58 58 -']);
  });

  test('asks for long times in parts, without a gap between them', async () => {
    const minutes = 3000;
    const high = Array.from({ length: 20 }, (_, i) => 1240 + i);
    expect(spans(await backtest(rule('load > 5'), high, minutes))).toEqual(['1240 1240 1260']);
  });
});
