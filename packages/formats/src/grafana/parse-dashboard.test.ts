import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSourceTree } from '../tree/parse-source-tree.ts';
import type { DashboardFile } from './dashboard-file.ts';
import { parseDashboard } from './parse-dashboard.ts';

function parsed(value: unknown): DashboardFile | undefined {
  const [root] = parseSourceTree(JSON.stringify(value), 'd.json').roots;
  return root && parseDashboard(root);
}

const PANEL = {
  id: 1,
  title: 'CPU',
  type: 'timeseries',
  datasource: { type: 'prometheus', uid: 'p' },
  gridPos: { x: 0, y: 0, w: 12, h: 8 },
  fieldConfig: { defaults: { unit: 's', max: 3 } },
  targets: [
    { refId: 'A', expr: 'up', legendFormat: '{{job}}' },
    { refId: 'B', expr: 'down', hide: true, datasource: { uid: 'other' } },
  ],
};

describe('a classic dashboard', () => {
  const board = parsed({
    title: 'Shop',
    uid: 'shop',
    __inputs: [{ name: 'DS', type: 'datasource', pluginId: 'prometheus' }],
    templating: { list: [{ name: 'job', type: 'query', query: { query: 'label_values(up, job)' } }] },
    panels: [PANEL, { type: 'row', title: 'More', collapsed: true, panels: [{ ...PANEL, id: 2 }] }],
  })!;

  it('has its panels, those folded into rows too', () => {
    expect(board.panels.map(({ id, row }) => [id?.number(), row])).toEqual([
      [1, undefined],
      [2, 'More'],
    ]);
    expect(board.panels[0]).toMatchObject({ isLibraryPanel: false, datasource: { uid: 'p' } });
    expect([board.panels[0].unit?.text(), board.panels[0].max?.number()]).toEqual(['s', 3]);
  });

  it('has the queries with the data source of their panel or their own', () => {
    const [{ targets }] = board.panels;
    expect(
      targets.map(({ expr, isHidden, datasource }) => [expr?.text(), isHidden, datasource?.uid]),
    ).toEqual([
      ['up', false, 'p'],
      ['down', true, 'other'],
    ]);
  });

  it('has its variables and what an import asks for', () => {
    expect(board.variables.map(({ name, type, query }) => [name, type, query?.text()])).toEqual([
      ['job', 'query', 'label_values(up, job)'],
    ]);
    expect(board.inputs.get('DS')?.pluginId).toBe('prometheus');
  });

  it('is found in the payload of the API, in old rows and in a resource', () => {
    expect(parsed({ dashboard: { title: 'S', panels: [] }, overwrite: true })).toMatchObject({
      isWrapped: true,
    });
    const old = parsed({
      title: 'Old',
      rows: [{ title: 'R', panels: [{ ...PANEL, yaxes: [{ format: 'ms' }], fieldConfig: {} }] }],
    })!;
    expect(old.panels[0].unit?.text()).toBe('ms');
    expect(old.panels[0].row).toBe('R');
    expect(parsed({ metadata: { name: 'x' }, spec: { title: 'S', panels: [] } })?.uid?.text()).toBe('x');
  });
});

describe('a dashboard as a resource', () => {
  const board = parsed({
    apiVersion: 'dashboard.grafana.app/v2beta1',
    kind: 'Dashboard',
    metadata: { name: 'shop' },
    spec: {
      title: 'Shop',
      timeSettings: { autoRefresh: '30s' },
      variables: [
        {
          kind: 'QueryVariable',
          spec: {
            name: 'job',
            query: { kind: 'DataQuery', group: 'prometheus', spec: { query: 'label_values(up, job)' } },
          },
        },
        { kind: 'DatasourceVariable', spec: { name: 'ds', pluginId: 'prometheus' } },
      ],
      elements: {
        'panel-1': {
          kind: 'Panel',
          spec: {
            id: 1,
            title: 'CPU',
            data: {
              kind: 'QueryGroup',
              spec: {
                queries: [
                  {
                    kind: 'PanelQuery',
                    spec: {
                      refId: 'A',
                      hidden: false,
                      query: {
                        kind: 'DataQuery',
                        group: 'prometheus',
                        datasource: { name: 'p' },
                        spec: { expr: 'up', legendFormat: '{{job}}' },
                      },
                    },
                  },
                ],
              },
            },
            vizConfig: {
              kind: 'VizConfig',
              group: 'timeseries',
              spec: { fieldConfig: { defaults: { unit: 's' } } },
            },
          },
        },
      },
      layout: { kind: 'GridLayout', spec: { items: [] } },
    },
  })!;

  it('has the same parts', () => {
    expect([board.form, board.title?.text(), board.uid?.text(), board.refresh?.text()]).toEqual([
      'v2',
      'Shop',
      'shop',
      '30s',
    ]);
    const [panel] = board.panels;
    expect([panel.title?.text(), panel.type?.text(), panel.unit?.text()]).toEqual(['CPU', 'timeseries', 's']);
    expect(panel.targets[0]).toMatchObject({ isHidden: false, datasource: { type: 'prometheus', uid: 'p' } });
    expect(panel.targets[0].expr?.text()).toBe('up');
    expect(board.variables.map(({ name, type, query }) => [name, type, query?.text()])).toEqual([
      ['job', 'query', 'label_values(up, job)'],
      ['ds', 'datasource', 'prometheus'],
    ]);
  });
});

describe('anything else', () => {
  it.each([{}, { panels: {} }, { dashboard: 1 }, [], 'x', { spec: { elements: [] } }])(
    'is no dashboard: %j',
    (value) => {
      expect(parsed(value)).toBeUndefined();
    },
  );

  it('is read without throwing, whatever stands where something else is expected', () => {
    const junk = fc
      .anything({ maxDepth: 2, withNullPrototype: false })
      .map((value) => JSON.parse(JSON.stringify(value ?? null)));
    fc.assert(
      fc.property(junk, junk, junk, (a, b, c) => {
        expect(() => {
          parsed({
            title: a,
            panels: [b, { targets: [c], fieldConfig: a, datasource: b }],
            templating: { list: [a, { name: b }] },
          });
          parsed({
            elements: { a, b: { spec: { data: c, vizConfig: a } } },
            layout: b,
            variables: [{ spec: { name: 'x', query: c } }],
          });
        }).not.toThrow();
      }),
      { numRuns: 60 },
    );
  });
});
