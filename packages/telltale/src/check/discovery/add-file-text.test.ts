import { describe, expect, it } from 'vitest';
import { createInputCollector } from '../workspace/input-collector.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { addFileText } from './add-file-text.ts';

function workspaceOf(file: string, text: string): Workspace {
  const collector = createInputCollector();
  addFileText(file, { text }, collector);
  return collector.workspace();
}

const kindsIn = (file: string, text: string): readonly string[] => {
  const { documents, texts, files } = workspaceOf(file, text);
  return [
    ...documents.map(({ kind, path }) => (path === file ? kind : `${kind} ${path}`)),
    ...texts.map(({ language }) => language),
    ...files.filter(({ kind }) => kind === 'rules').map(({ kind }) => kind),
  ];
};

const RULES = 'groups:\n  - name: g\n    rules:\n      - alert: A\n        expr: up == 0\n';

describe('what a file is read as', () => {
  it.each([
    ['a.yml', RULES, ['rules']],
    [
      'a.yml',
      `apiVersion: v1\nkind: PrometheusRule\nspec:\n${RULES.replace(/^/gm, '  ')}`,
      ['kubernetes', 'rules'],
    ],
    ['a.yml', 'global: {}\nrule_files: [a.yml]\n', ['prometheus-config']],
    ['a.yml', 'rule_files: [a.yml]\ntests:\n  - interval: 1m\n', []],
    ['a.yml', 'route:\n  receiver: a\nreceivers:\n  - name: a\n', ['alertmanager-config']],
    ['a.yml', 'receivers:\n  otlp: {}\nexporters: {}\nservice: {}\n', ['collector-config']],
    ['a.yml', 'filebeat.inputs: []\n', ['filebeat-config']],
    ['a.yml', 'services:\n  a:\n    image: b\n', ['compose']],
    ['a.yml', 'a:\n  image: b\n', []],
    ['a.yml', 'apiVersion: 1\nproviders: []\n', ['grafana-providers']],
    ['a.yml', 'apiVersion: 1\ndatasources: []\n', ['grafana-datasources']],
    [
      'a.yml',
      'apiVersion: v1\nkind: Service\n---\napiVersion: v1\nkind: Pod\n',
      ['kubernetes', 'kubernetes'],
    ],
    ['a.yml', 'monitoring:\n  x: 1\n', ['monitoring-config']],
    ['a.json', '{"title": "t", "panels": []}', ['grafana-dashboard']],
    ['a.json', '{"dashboard": {"title": "t", "panels": []}}', ['grafana-dashboard']],
    ['a.json', '{"name": "x"}', []],
    ['a.conf', 'input { beats { port => 5044 } }', ['logstash']],
    ['a.conf', 'server { listen 80; }', []],
    ['a.sh', 'ls', ['shell']],
    ['.env.local', 'A=1', ['env']],
    ['a.py', 'x = 1', ['python']],
    ['a.py', "x = {'scrape_configs': []}", ['prometheus-config ', 'python']],
    ['a.ts', 'x', ['javascript']],
  ])('%s %j: %j', (file, text, kinds) => {
    expect(kindsIn(file, text)).toEqual(kinds);
  });

  it('a ConfigMap is an object and the files in it', () => {
    const map = `apiVersion: v1\nkind: ConfigMap\ndata:\n  d.json: |-\n    {"title": "t",\n     "panels": []}\n  r.yml: |\n${RULES.replace(/^/gm, '    ')}`;
    expect(kindsIn('cm.yaml', map)).toEqual(['kubernetes', 'grafana-dashboard d.json', 'rules']);
    const { rules, documents } = workspaceOf('cm.yaml', map);
    expect(rules[0].placeOf('name').position).toEqual({ file: 'cm.yaml', line: 11, column: 20 });
    const title = documents[1].root.get('title');
    expect(documents[1].source.positionAt(title?.start ?? 0)).toMatchObject({ line: 5, column: 15 });
  });

  it('a guide is the files that its readers make of it', () => {
    const guide = [
      '```yaml\n# docker-compose.yml\na:\n  image: b\n```',
      '```js\nx\n```',
      '```promql\nrate(a[5m])\n\n# and\nsum(b)\n```',
      '```\nreceivers:\n  - name: a\n    email_configs: []\n```',
      '```ini\n# .env\nA=1\n```',
      '```mermaid\ngraph TD\n```',
    ].join('\n\n');
    for (const file of ['guide.md', 'guide.txt']) {
      expect(kindsIn(file, guide)).toEqual([
        'compose docker-compose.yml',
        'alertmanager-config ',
        'markdown',
        'javascript',
        'env',
      ]);
    }
    const { queries } = workspaceOf('guide.md', guide);
    const [first, second] = queries.map(({ text, placeOf }) => [
      text,
      placeOf({ start: 0, end: 1 }).position.line,
    ]);
    expect([first, second]).toEqual([
      ['rate(a[5m])', 12],
      ['# and\nsum(b)', 14],
    ]);
  });

  it('a text that starts like a metrics page is one', () => {
    const { catalogue } = workspaceOf('metrics.txt', '# HELP a_total x\n# TYPE a_total counter\na_total 1\n');
    expect(catalogue.get('a_total')?.kind).toBe('counter');
  });
});
