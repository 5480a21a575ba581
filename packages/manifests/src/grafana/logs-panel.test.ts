import type { ResolvedPanel } from '@telltale/definition';
import { expect, test } from 'vitest';
import { logsPanelParts } from './logs-panel.ts';

const SOURCE = { type: 'elasticsearch', uid: 'elasticsearch' };

function panelOf(logs: string): ResolvedPanel {
  return { title: 'Errors', kind: 'logs', unit: '', queries: [], logs };
}

test('log records are asked for in the language of Elasticsearch', () => {
  const { type, targets, datasource } = logsPanelParts(panelOf('level>=error'), [], SOURCE);
  expect({ type, datasource }).toEqual({ type: 'logs', datasource: SOURCE });
  expect(targets).toEqual([
    expect.objectContaining({
      query: 'log.level:(error OR fatal)',
      datasource: SOURCE,
      timeField: '@timestamp',
    }),
  ]);
});

test('what Grafana cannot show is a text with the query and the reason', () => {
  const all = {
    name: 'env',
    label: 'Env',
    kind: 'label-values',
    values: 'env',
    of: 'up',
    isMulti: true,
  } as const;
  const parts = [
    logsPanelParts(panelOf('level>=error'), [], undefined),
    logsPanelParts(panelOf('/a+/'), [], SOURCE),
    logsPanelParts(panelOf('env:$env'), [{ ...all, hasAll: true }], SOURCE),
  ];
  expect(parts.map(({ type, targets }) => [type, targets])).toEqual(parts.map(() => ['text', []]));
  expect(parts.map(({ options }) => String(options['content']).split('\n').slice(-3))).toEqual([
    ['    level>=error', '', 'Grafana has no data source of these records here.'],
    ['    /a+/', '', 'Lucene, the query language of Elasticsearch, cannot say this.'],
    ['    env:$env', '', 'Lucene cannot say all values of the variable env.'],
  ]);
});
