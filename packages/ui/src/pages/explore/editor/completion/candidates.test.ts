import { expect, test } from 'vitest';
import type { PromqlClient } from '../promql-client.ts';
import type { CompletionContext } from '../syntax/completion-context.ts';
import { completionContext } from '../syntax/completion-context.ts';
import { candidatesFor, rankCandidates } from './candidates.ts';

const client: PromqlClient = {
  metrics: async () => [
    { name: 'sum_of_orders', type: 'counter', help: 'Orders' },
    { name: 'summary', type: 'unknown', help: '' },
  ],
  functions: async () => [
    { name: 'sum', kind: 'aggregation', parameters: [], returns: 'vector', help: 'The sum' },
    { name: 'rate', kind: 'function', parameters: [], returns: 'vector', help: 'Per second' },
  ],
  labelNames: async (selector) => ['__name__', `of_${selector}`, 'my.label'],
  labelValues: async (label, selector) => [`${label} of ${selector}`, 'with ` in it'],
  destroy: () => undefined,
};

async function offered(marked: string): Promise<readonly string[]> {
  const context = completionContext(marked.replace('‸', ''), marked.indexOf('‸')) as CompletionContext;
  const candidates = await candidatesFor(context, client);
  return rankCandidates(context.typed, candidates).map(({ kind, text }) => `${kind} ${text}`);
}

test('what is written in full comes first, then what begins like it, of every kind', async () => {
  expect(await offered('sum‸')).toEqual(['aggregation sum', 'metric summary', 'metric sum_of_orders']);
  expect(await offered('up un‸')).toEqual(['keyword unless']);
  expect(await offered('up / bo‸')).toEqual(['keyword bool']);
});

test('labels and values are those of the selector; what cannot be written there is left out', async () => {
  expect(await offered('up{a="b", ‸}')).toEqual(['label of_up{a="b"}', 'label my.label']);
  expect((await offered('{‸')).at(-1)).toBe('label __name__');
  expect(await offered('sum by (‸) (up)')).toEqual(['label of_up', 'label my.label']);
  expect(await offered('up{"‸"}')).toContain('label my.label');
  expect(await offered('up{job="‸"}')).toEqual(['value job of up', 'value with ` in it']);
  expect(await offered('up{job=`‸`}')).toEqual(['value job of up']);
  expect(await offered('{__name__="su‸"}')).toEqual(['value summary', 'value sum_of_orders']);
});

test('a number in brackets is offered every unit', async () => {
  expect(await offered('up[‸')).toContain('duration 5m');
  expect(await offered('up[5‸')).toEqual(
    ['s', 'm', 'h', 'd', 'w', 'y', 'ms'].map((unit) => `duration 5${unit}`),
  );
  expect((await offered('up[1h30m‸'))[0]).toBe('duration 1h30m');
});

test('of very many the first hundred are shown', () => {
  const many = Array.from({ length: 5000 }, (_, i) => ({
    kind: 'metric' as const,
    text: `m_${i}`,
    detail: '',
    help: '',
  }));
  expect(rankCandidates('m', many)).toHaveLength(100);
  expect(rankCandidates('m_4321', many)[0]?.text).toBe('m_4321');
});
