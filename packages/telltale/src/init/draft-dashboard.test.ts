import { SourceText, parseDashboard, parseSourceTree } from '@telltale/formats';
import { describe, expect, test } from 'vitest';
import { DefinitionDraft } from './definition-draft.ts';
import { draftDashboard } from './draft-dashboard.ts';
import { printDefinition } from './print-definition.ts';

function drafted(panels: readonly object[]): DefinitionDraft {
  const text = JSON.stringify({ title: 'Shop', panels });
  const draft = new DefinitionDraft();
  draftDashboard(
    parseDashboard(parseSourceTree(text, 'd.json').roots[0])!,
    new SourceText('d.json', text),
    draft,
  );
  return draft;
}

const targets = [{ refId: 'A', expr: 'up', legendFormat: '{{job}}' }];

describe('panels of Grafana', () => {
  test.each([
    ['bargauge', 'bar-gauge'],
    ['piechart', 'pie'],
    ['state-timeline', 'state-timeline'],
    ['status-history', 'state-timeline'],
    ['heatmap', 'heatmap'],
    ['timeseries', undefined],
  ])('%s are drawn as %s', (type, kind) => {
    const draft = drafted([{ title: 'A', type, targets }]);
    expect(draft.dashboards[0].panels[0].kind).toBe(kind);
    expect(draft.dropped).toEqual([]);
  });

  test('keep their rows, bars, stacks and joined gaps, and what texts say', () => {
    const custom = { drawStyle: 'bars', stacking: { mode: 'normal' }, spanNulls: true };
    const draft = drafted([
      { type: 'row', title: 'Traffic' },
      { title: 'A', type: 'timeseries', targets, fieldConfig: { defaults: { custom } } },
      { title: 'Help', type: 'text', options: { mode: 'markdown', content: 'Call the shop.' } },
      { title: 'Page', type: 'text', options: { mode: 'html', content: '<b>x</b>' } },
    ]);
    expect(draft.dashboards[0].panels).toEqual([
      {
        title: 'A',
        row: 'Traffic',
        draw: 'bars',
        stacked: true,
        nulls: 'connected',
        queries: [{ query: 'up', legend: '{{job}}' }],
      },
      { title: 'Help', text: 'Call the shop.', row: 'Traffic', queries: [] },
    ]);
    expect(draft.dropped.map(({ what }) => what)).toEqual(['the panel Page']);
    const code = printDefinition('shop', draft);
    expect(code).toContain("text: 'Call the shop.'");
    expect(code).toContain('stacked: true');
  });
});
