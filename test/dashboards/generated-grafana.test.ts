import type { ResolvedDefinition } from '@telltale/definition';
import {
  aiApp,
  defineMonitoring,
  framework,
  migration,
  pipeline,
  resolveDefinition,
  webapp,
} from '@telltale/definition';
import { parseSourceTree } from '@telltale/formats';
import { generateGrafana } from '@telltale/manifests';
import { parseExpr } from '@telltale/promql';
import { describe, expect, it } from 'vitest';

const resolved = (definition: Parameters<typeof resolveDefinition>[0]): ResolvedDefinition =>
  resolveDefinition(definition, { parse: parseExpr });

const MIGRATION = resolved(defineMonitoring({ service: 'altium-kicad', preset: migration() }));
const PIPELINE = resolved(defineMonitoring({ service: 'pipeline', preset: pipeline() }));
const WEBAPP = resolved(defineMonitoring({ service: 'pybase', preset: webapp() }));
const FRAMEWORK = resolved(defineMonitoring({ service: 'shop', preset: framework() }));
const AI_APP = resolved(defineMonitoring({ service: 'dev-pynode', preset: aiApp() }));
const ALL = [MIGRATION, PIPELINE, WEBAPP, FRAMEWORK, AI_APP];

interface Panel {
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly targets?: readonly { readonly legendFormat: string }[];
  readonly fieldConfig?: {
    readonly overrides: readonly {
      readonly matcher: { readonly id: string; readonly options: string };
      readonly properties: readonly { readonly value: { readonly fixedColor: string } }[];
    }[];
  };
}

interface Board {
  readonly title: string;
  readonly uid: string;
  readonly refresh: string;
  readonly time: { readonly from: string };
  readonly panels: readonly Panel[];
}

const boards = (definition: ResolvedDefinition): readonly { path: string; board: Board }[] =>
  generateGrafana(definition)
    .filter(({ path }) => path.endsWith('.json'))
    .map(({ path, text }) => ({ path, board: JSON.parse(text) }));

const fileOf = (definition: ResolvedDefinition, end: string) => {
  const file = generateGrafana(definition).find(({ path }) => path.endsWith(end))!;
  return { path: file.path, root: parseSourceTree(file.text, file.path).roots[0] };
};

describe('the dashboard of the migration preset', () => {
  const [{ path, board }] = boards(MIGRATION);

  it('stands in monitoring/grafana_dashboard.json, is titled Altium to KiCAD Migration Tool and shows the last hour every 30 s', () => {
    expect(path).toBe('monitoring/grafana_dashboard.json');
    expect(board).toMatchObject({
      title: 'Altium to KiCAD Migration Tool',
      time: { from: 'now-1h', to: 'now' },
      refresh: '30s',
    });
    expect(board.panels.slice(0, 4).map(({ title }) => title)).toEqual([
      'Migration Success Rate',
      'Migration Duration',
      'Components Processed',
      'Error Rate',
    ]);
  });

  it('is written for a folder, for the import and for the API', () => {
    const [imported] = generateGrafana(MIGRATION, { dashboards: 'import' });
    const [api] = generateGrafana(MIGRATION, { dashboards: 'api' });
    expect(board).not.toHaveProperty('__inputs');
    expect(JSON.parse(imported.text)).toMatchObject({
      __inputs: [{ name: 'DS_PROMETHEUS' }],
      title: board.title,
    });
    expect(JSON.parse(api.text)).toMatchObject({ dashboard: { title: board.title }, overwrite: true });
  });
});

describe('the dashboards of the ai-app preset', () => {
  it('have Dev-PyNode Application with the legends {{method}} {{route}} and P95', () => {
    const { board } = boards(AI_APP).find(({ board: { title } }) => title === 'Dev-PyNode Application')!;
    const legends = board.panels.flatMap(({ targets = [] }) =>
      targets.map(({ legendFormat }) => legendFormat),
    );
    expect(legends).toContain('{{method}} {{route}}');
    expect(legends).toContain('P95');
  });

  it('are provided by the provider default, which looks every 10 s where they are mounted', () => {
    const [provider] = fileOf(AI_APP, 'dashboard.yml').root.get('providers')!.items();
    expect(provider.get('name')?.text()).toBe('default');
    expect(provider.get('updateIntervalSeconds')?.number()).toBe(10);
    expect(provider.at('options', 'path')?.text()).toBe('/etc/grafana/provisioning/dashboards');
  });
});

describe('the dashboards of every preset', () => {
  const all = ALL.flatMap(boards);

  it('give the same status the same colour', () => {
    const colours = new Map<string, Set<string>>();
    for (const { board } of all) {
      for (const { fieldConfig } of board.panels) {
        for (const { matcher, properties } of fieldConfig?.overrides ?? []) {
          if (matcher.id !== 'byRegexp') continue;
          const known = colours.get(matcher.options) ?? new Set();
          colours.set(matcher.options, known.add(properties[0].value.fixedColor));
        }
      }
    }
    expect([...colours.values()].map((known) => known.size)).toEqual([1, 1, 1, 1]);
  });

  it('are explained: every panel has a title and a description', () => {
    const panels = all.flatMap(({ board }) => board.panels.filter(({ type }) => type !== 'row'));
    expect(panels.length).toBeGreaterThan(100);
    expect(panels.filter(({ title, description }) => title === '' || description === '')).toEqual([]);
  });

  it('have identities of their own within a service', () => {
    for (const definition of ALL) {
      const uids = boards(definition).map(({ board }) => board.uid);
      expect(new Set(uids).size).toBe(uids.length);
      expect(uids.filter((uid) => !/^[\w-]{1,40}$/.test(uid))).toEqual([]);
    }
  });

  it('begin with an overview of at most 8 panels where there are several', () => {
    for (const definition of [PIPELINE, WEBAPP]) {
      expect(boards(definition)[0].board.title).toMatch(/Overview/);
      expect(boards(definition)[0].board.panels.length).toBeLessThanOrEqual(8);
    }
  });

  it('ask a Prometheus that is provisioned under a fixed uid', () => {
    for (const definition of ALL) {
      const source = fileOf(definition, 'datasources.yml').root.at('datasources', 0);
      expect(source?.get('uid')?.text()).toBe('prometheus');
      expect(source?.get('url')?.text()).toBe('http://prometheus:9090');
    }
  });

  it('are the same bytes twice', () => {
    for (const definition of ALL) expect(generateGrafana(definition)).toEqual(generateGrafana(definition));
    const again = resolved(defineMonitoring({ service: 'pybase', preset: webapp() }));
    expect(generateGrafana(again)).toEqual(generateGrafana(WEBAPP));
  });
});
