import { describe, expect, it } from 'vitest';
import { embeddedFiles } from './embedded-files.ts';

const MAP = `apiVersion: v1
kind: ConfigMap
data:
  dash.json: |-
    {
      "a": 1
    }

  other: |
    text
  'rules.yml': |
    groups: []
`;

describe('embeddedFiles', () => {
  it('finds the files of a ConfigMap, without their indentation and at their place', () => {
    const [dashboard, rules] = embeddedFiles(MAP).files;
    expect(dashboard).toMatchObject({ name: 'dash.json', content: '{\n  "a": 1\n}\n' });
    expect(dashboard.text.split('\n')[5]).toBe('      "a": 1');
    expect(rules).toMatchObject({ name: 'rules.yml', content: 'groups: []\n' });
    expect(rules.text.split('\n')[11]).toBe('    groups: []');
  });

  it('reads lists of ConfigMaps, Windows line ends, and dashboards of the Grafana operator', () => {
    const list = `items:\n${MAP.replace(/^/gm, '    ').replace('    apiVersion', '  - apiVersion')}`;
    expect(embeddedFiles(list.replaceAll('\n', '\r\n')).files.map(({ name }) => name)).toEqual([
      'dash.json',
      'rules.yml',
    ]);
    const operator = 'kind: GrafanaDashboard\nspec:\n  json: |\n    {}\n';
    expect(embeddedFiles(operator).files).toMatchObject([{ name: 'dashboard.json', content: '{}\n' }]);
  });

  it('looks into no other objects', () => {
    expect(embeddedFiles(MAP.replace('ConfigMap', 'Deployment')).files).toEqual([]);
  });

  it('of more files than people write gives the first, and says that there are more', () => {
    const many = `kind: ConfigMap\ndata:\n${'  a.json: |\n    {}\n'.repeat(20_000)}`;
    const { files, isCut } = embeddedFiles(many);
    expect([files.length > 1000, files.length < 20_000, isCut]).toEqual([true, true, true]);
  });
});
