import { LabelSet, MemorySeriesStore, VirtualClock, createMemoryState } from '@telltale/model';
import type { AlertingRule, QueryService } from '@telltale/model';
import { createQueryEngine, parseExpr } from '@telltale/promql';
import { describe, expect, test } from 'vitest';
import type { AlertUpdate } from '../alerts/alert-update.ts';
import { createRuleManager } from './rule-manager.ts';

const AT_MS = 60_000;

/** Evaluates `x > 0` for three series with one annotation, and tells the queries that its template asked. */
async function evaluate(template: string, fail?: (query: string) => Error | undefined) {
  const store = new MemorySeriesStore();
  for (const job of ['a', 'b', 'c']) {
    store.add(LabelSet.of({ __name__: 'x', job }), [[AT_MS, 1]]);
    store.add(LabelSet.of({ __name__: 'up', job }), [[AT_MS, job.charCodeAt(0)]]);
  }
  const engine = createQueryEngine({ source: store, limits: { sliceMs: Infinity } });
  const asked: string[] = [];
  const query: QueryService = {
    instant: (text, timeMs, options) => {
      const error = typeof text === 'string' ? fail?.(text) : undefined;
      if (typeof text === 'string') asked.push(text);
      return error ? Promise.reject(error) : engine.instant(text, timeMs, options);
    },
    range: (text, range, options) => engine.range(text, range, options),
    series: (request) => engine.series(request),
    labelNames: (request) => engine.labelNames(request),
    labelValues: (name, request) => engine.labelValues(name, request),
    metadata: () => engine.metadata(),
  };
  const rule: AlertingRule = {
    kind: 'alerting',
    name: 'A',
    query: 'x > 0',
    expr: parseExpr('x > 0'),
    labels: {},
    forMs: 0,
    keepFiringForMs: 0,
    annotations: { text: template },
  };
  const updates: AlertUpdate[] = [];
  const manager = createRuleManager({
    groups: [{ name: 'g', file: '', intervalMs: 15_000, rules: [rule] }],
    query,
    appender: store,
    clock: new VirtualClock(AT_MS),
    state: createMemoryState(),
    onAlerts: (alerts) => updates.push(...alerts),
  });
  await manager.evaluateOnce('g', AT_MS);
  const texts = updates.map(({ annotations }) => annotations['text']);
  return { texts, asked, status: manager.groups()[0].rules[0] };
}

describe('queries of templates', () => {
  test('are asked once for all alerts of an evaluation', async () => {
    const { texts, asked } = await evaluate('{{ query "sum(up)" | first | value }}');
    expect(texts).toEqual(['294', '294', '294']);
    expect(asked).toEqual(['sum(up)']);
  });

  test('may depend on the alert, and on the answer to another one', async () => {
    const { texts, asked } = await evaluate(
      '{{ range query "up{job=\\"a\\"}" }}{{ query (printf "up{job=%q} + %v" $labels.job .Value) | first | value }}{{ end }}',
    );
    expect(texts).toEqual(['194', '195', '196']);
    expect(asked).toHaveLength(4);
  });

  test('that fail make an error of the text, not of the rule', async () => {
    const { texts, status } = await evaluate('{{ query "up" | len }}', () => new Error('out of memory'));
    expect(texts[0]).toBe('<error expanding template: error calling query: out of memory>');
    expect(status).toMatchObject({ health: 'ok', state: 'firing' });
  });

  test('that are no PromQL make an error of the text', async () => {
    const { texts } = await evaluate('{{ query "sum(" | len }}');
    expect(texts[0]).toMatch(/^<error expanding template: error calling query: /);
  });

  test('have an end, however many a template asks', async () => {
    const { texts, asked } = await evaluate('{{ range $i := 2000 }}{{ query (printf "%d" $i) }}{{ end }}');
    expect(texts[0]).toContain('ask more than 100 queries');
    // The first 100 are known to the next alert, which asks 100 more.
    expect(asked).toHaveLength(300);
  });
});
