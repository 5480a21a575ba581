import { describe, expect, it } from 'vitest';
import type { FormatIssue } from '../../yaml/format-issue.ts';
import { MAX_YAML_LENGTH } from '../../yaml/yaml-file.ts';
import { parseRuleFile } from './parse-rule-file.ts';
import type { ParsedRule } from './rule-group.ts';

const parse = (text: string) => parseRuleFile(text, 'rules.yml');
const rulesOf = (text: string): readonly ParsedRule[] => parse(text).groups.flatMap(({ rules }) => rules);
const brief = ({ code, position }: FormatIssue) => `${position.line}:${position.column} ${code}`;
const issuesOf = (text: string) => parse(text).issues.map(brief);
const withRule = (...lines: string[]) =>
  [
    'groups:',
    '  - name: g',
    '    rules:',
    `      - ${lines[0]}`,
    ...lines.slice(1).map((line) => `        ${line}`),
  ].join('\n');

describe('parseRuleFile', () => {
  it('reads every field of groups, alerts and recordings', () => {
    const { groups, issues } = parse(`groups:
  - name: shop
    interval: 30s
    limit: 10
    query_offset: 1m
    labels: {team: core}
    rules:
      - alert: Down
        expr: up == 0
        for: 1h30m
        keep_firing_for: 10s
        labels: {severity: page}
        annotations:
          summary: "{{ $labels.job }} is down"
      - record: job:up:sum
        expr: sum by (job) (up)
`);
    expect(issues).toEqual([]);
    expect(groups).toMatchObject([
      {
        name: 'shop',
        intervalMs: 30_000,
        limit: 10,
        queryOffsetMs: 60_000,
        labels: { team: 'core' },
        rules: [
          {
            kind: 'alerting',
            name: 'Down',
            expr: 'up == 0',
            forMs: 5_400_000,
            keepFiringForMs: 10_000,
            labels: { severity: 'page' },
            annotations: { summary: '{{ $labels.job }} is down' },
            position: { file: 'rules.yml', line: 8, column: 9 },
            namePosition: { line: 8, column: 16 },
          },
          { kind: 'recording', name: 'job:up:sum', expr: 'sum by (job) (up)' },
        ],
      },
    ]);
  });

  it('keeps a rule that another rule is merged from with <<, as Go does', () => {
    const rules = rulesOf(`groups:
  - name: g
    rules:
      - &base
        alert: A
        expr: &expr up == 0
        labels: {severity: page}
      - <<: *base
        alert: B
      - record: c
        expr: *expr
`);
    expect(rules.map(({ name, expr, labels }) => [name, expr, { ...labels }])).toEqual([
      ['A', 'up == 0', { severity: 'page' }],
      ['B', 'up == 0', { severity: 'page' }],
      ['c', 'up == 0', {}],
    ]);
  });

  it('reads numbers and booleans in text fields as the text they are written with', () => {
    const [rule] = rulesOf(withRule('alert: yes', 'expr: 1.50', 'labels: {code: 0500, on: true, none: ~}'));
    expect([rule.name, rule.expr, { ...rule.labels }]).toEqual([
      'yes',
      '1.50',
      { code: '0500', on: 'true', none: '' },
    ]);
  });

  it('keeps labels named __proto__ and constructor as ordinary labels', () => {
    const [{ labels }] = rulesOf(withRule('alert: A', 'expr: up', 'labels: {__proto__: a, constructor: b}'));
    expect(Object.entries(labels)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });

  it('reports all faults of a file at once, each at its place', () => {
    const text = `groups:
  - name: g
    interval: soon
    limt: 3
    rules:
      - alert: A
        expr: up
        annotation: {}
        for: 5 minutes
      - alert: B
      - expr: up
      - record: c
        alert: C
        expr: up
      - record: d
        expr: up
        for: 5m
  - name: g
    rules: none
`;
    expect(issuesOf(text)).toEqual([
      '3:15 bad-duration',
      '4:5 unknown-field',
      '8:9 unknown-field',
      '9:14 bad-duration',
      '10:9 missing-field',
      '11:9 missing-field',
      '12:17 bad-value',
      '17:9 unknown-field',
      '18:5 duplicate-name',
      '19:12 wrong-type',
    ]);
  });

  it('suggests the field that was meant', () => {
    const [issue] = parse(withRule('alert: A', 'expr: up', 'annotation: {}')).issues;
    expect(issue.fix).toBe("did you mean 'annotations'?");
  });

  it('reports a key that is given twice at the second one', () => {
    expect(issuesOf(withRule('alert: A', 'expr: up', 'expr: down'))).toEqual(['6:9 duplicate-key']);
  });

  it('refuses a metric name as a label, and braces in the name of a recording', () => {
    expect(issuesOf(withRule('alert: A', 'expr: up', 'labels: {__name__: x}'))).toEqual(['6:28 bad-value']);
    expect(issuesOf(withRule("record: a{b='c'}", 'expr: up'))).toEqual(['4:17 bad-value']);
  });

  it('reads PrometheusRule objects of Kubernetes, in a list and in several documents', () => {
    const object = (name: string) =>
      `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: x}\nspec:\n  groups:\n  - name: ${name}\n    rules: [{alert: A, expr: up}]\n`;
    const list = `apiVersion: v1\nkind: List\nitems:\n- ${object('c').trimEnd().replaceAll('\n', '\n  ')}\n`;
    const other = 'apiVersion: v1\nkind: Service\nspec: {ports: []}\n';
    const { groups, issues } = parse([object('a'), object('b'), list, other].join('---\n'));
    expect(groups.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(issues).toEqual([]);
  });

  it('warns that Prometheus ignores what stands in a second document', () => {
    const { issues } = parse('groups: []\n---\ngroups: []\n');
    expect(issues).toMatchObject([{ code: 'ignored-document', severity: 'warning', position: { line: 3 } }]);
  });

  it('takes an empty file, and one with comments only, for a file without groups', () => {
    for (const text of ['', '# nothing\n', '---\n'])
      expect(parse(text)).toMatchObject({ groups: [], issues: [] });
  });
});

describe('places of expressions', () => {
  const expectExact = (text: string): void => {
    const lines = text.split(/\r?\n/);
    for (const { expr, exprSource } of rulesOf(text)) {
      for (let offset = 0; offset < expr.length; offset++) {
        if (/[\s"'\\]/.test(expr[offset])) continue;
        const { line, column } = exprSource.positionAt(offset);
        expect(lines[line - 1][column - 1]).toBe(expr[offset]);
      }
    }
  };
  const styles: Record<string, readonly string[]> = {
    plain: ['sum by (a) (x{b="c"}) > 1'],
    'plain over lines': ['sum by (a)', '  (x{b="c"})', '', '  > 1'],
    'single quotes': [`'sum(x{b="it''s"})`, "  > 1'"],
    'double quotes': ['"sum(\\tx{b=\\"c\\"}) > 31 \\', '  + 2"'],
    'a literal block': ['|', '  sum(', '    x{b="c"}', '  )', '', '  > 1'],
    'a folded block': ['>-  # folded', '  sum(', '  x{b="c"})', '', '  > 1'],
    'a block with an indent': ['|2-', '    sum(x)', '  > 1'],
  };
  for (const [style, lines] of Object.entries(styles)) {
    it(`every character written in ${style} is found in the file`, () => {
      const text = withRule('alert: A', `expr: ${lines.join('\n        ')}`, 'for: 1m');
      expect(rulesOf(text)).toHaveLength(1);
      expectExact(text);
    });
  }

  it('lines that end with CR LF and tabs inside the expression keep their columns', () => {
    expectExact(withRule('alert: A', 'expr: |', '  sum(', '  \t x{b="c"}', '  )').replaceAll('\n', '\r\n'));
  });

  it('an escape that stands for two UTF-16 units moves what follows by its written width', () => {
    const [{ expr, exprSource }] = rulesOf(withRule('alert: A', String.raw`expr: "\U0001F600 x"`));
    expect(expr).toBe('😀 x');
    expect(exprSource.positionAt(expr.indexOf('x'))).toMatchObject({ line: 5, column: 27 });
  });
});

describe('hostile files', () => {
  const cases: Record<string, string> = {
    binary: `\u007fELF\0\u0001\u0002`,
    'a flow sequence nested 100,000 deep': '['.repeat(100_000),
    'a block sequence nested 10,000 deep': '- '.repeat(10_000),
    'more than the limit': `# ${'x'.repeat(MAX_YAML_LENGTH)}`,
    'an alias without an anchor': 'groups: *nowhere',
    'an anchor inside itself': 'groups: &a [*a]',
    'a broken quote': 'groups: "',
  };
  for (const [name, text] of Object.entries(cases)) {
    it(`${name} gives an issue and no group`, () => {
      const { groups, issues } = parse(text);
      expect(groups).toEqual([]);
      expect(issues.length).toBeGreaterThan(0);
      expect(issues.length).toBeLessThanOrEqual(200);
    });
  }

  it('aliases that multiply to millions of rules are cut off', () => {
    const level = (name: string, of: string) =>
      `  ${name}: &${name}\n    name: g\n    rules: [${Array.from({ length: 1000 }, () => of).join(', ')}]\n`;
    const groups = Array.from({ length: 1000 }, () => '*a').join(', ');
    const text = `x:\n${level('a', '{alert: A, expr: up}')}groups: [${groups}]\n`;
    expect(parse(text).issues.map(({ code }) => code)).toContain('too-large');
  });
});
