import type { ResolvedDefinition } from '@telltale/definition';
import type { AlertingRule } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textBeside } from '../generated-file.ts';
import { generateDocs, generateRunbooks } from './generate-docs.ts';

const QUERY = 'sum by (route) (rate(http_requests_total{status_code=~"5.."}[5m])) > 0.05';

const SHOP: ResolvedDefinition = {
  service: 'shop',
  owner: 'team-shop',
  metrics: [
    {
      name: 'http_requests_total',
      kind: 'counter',
      help: 'HTTP requests answered, by status | route',
      unit: '',
      labels: { route: { kind: 'any', maxValues: 60 }, status_code: { kind: 'pattern', pattern: '5..|4..' } },
      kit: 'http-server',
    },
    {
      name: 'cart_size',
      kind: 'histogram',
      help: 'Things in a cart',
      unit: '',
      labels: { country: { kind: 'values', values: ['de', 'fr'] } },
      buckets: [1, 10],
    },
  ],
  targets: [
    {
      job: 'shop "one"',
      addresses: ['shop:3000'],
      path: '/metrics',
      scheme: 'http',
      intervalMs: 15_000,
      timeoutMs: 10_000,
      labels: {},
    },
  ],
  evaluationIntervalMs: 15_000,
  receivers: [{ kind: 'webhook', name: 'ops', url: 'http://127.0.0.1:9/', sendResolved: true }],
  route: {
    receiver: 'ops',
    matchers: [],
    continue: false,
    groupBy: [],
    groupWaitMs: 30_000,
    groupIntervalMs: 300_000,
    repeatIntervalMs: 14_400_000,
    routes: [],
  },
  rules: [
    {
      kind: 'alerting',
      name: 'HighErrorRate',
      query: QUERY,
      expr: parseExpr(QUERY),
      labels: { severity: 'page' },
      annotations: { summary: '{{ $value }} of {{ $labels.route }} fail' },
      forMs: 300_000,
      keepFiringForMs: 0,
    },
  ],
  dashboards: [
    {
      slug: 'shop',
      title: 'Shop',
      panels: [
        {
          title: 'Errors',
          kind: 'timeseries',
          unit: 'per_second',
          description: 'Answers that failed',
          queries: [{ query: 'sum(rate(a{b=~"x|y"}[5m]))', legend: '' }],
        },
      ],
    },
  ],
  queries: [],
  station: {},
  slos: [
    {
      name: 'availability',
      objective: 99.9,
      windowMs: 30 * 86_400_000,
      noTraffic: 'good',
      unit: 'per_second',
      bad: 'sum(rate(bad[5m]))',
      total: 'sum(rate(all[5m]))',
      alerts: ['AvailabilityBurn'],
    },
  ],
};

function page(name: string, definition = SHOP): string {
  const file = generateDocs(definition).find(({ path }) => path === `docs/monitoring/${name}`);
  return file?.text ?? '';
}

describe('the pages of a definition', () => {
  it('list every metric with kind, unit, labels and meaning, by who brings it', () => {
    expect(page('metrics.md')).toContain(`## Of shop itself

| Metric | Kind | Unit | Labels | Meaning |
| --- | --- | --- | --- | --- |
| \`cart_size\` | histogram | – | \`country\`: de, fr | Things in a cart. Buckets: 1, 10 |

## Of the kit http-server
`);
    expect(page('metrics.md')).toContain(
      String.raw`\`route\`: up to 60 values, \`status_code\`: like \`5..\|4..\` | HTTP requests answered, by status \| route |`.replaceAll(
        '\\`',
        '`',
      ),
    );
  });

  it('lead from an alert to its runbook, and say who is told', () => {
    expect(page('alerts.md')).toContain('| [HighErrorRate](../runbooks/high-error-rate.md) | page | 5m |');
    expect(page('alerts.md')).toContain('| all others | ops | webhook |');
  });

  it('say what an objective allows', () => {
    expect(page('slos.md')).toContain(
      '| availability | 99.9 % | 30d | 0.1 %, or 43m12s of nothing but failures | counts as good |',
    );
  });

  it('draw the way from the programs to the people', () => {
    expect(page('README.md')).toContain(`flowchart LR
  t0["shop #34;one#34;<br>/metrics"] --> prometheus
  prometheus[Prometheus] --> grafana[Grafana]
  prometheus --> alertmanager[Alertmanager]
  alertmanager --> r0(["ops, webhook"])
`);
  });

  it('keep their tables whole, whatever the texts are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (help) => {
        const [metric] = SHOP.metrics;
        const text = page('metrics.md', { ...SHOP, metrics: [{ ...metric, help }] });
        const rows = text.split(/\r?\n|\r/).filter((line) => line.startsWith('| '));
        expect(rows).toHaveLength(3);
        for (const row of rows) {
          const bars = row.replaceAll(/\\\\|\\\|/g, '').split('|').length - 1;
          expect(bars).toBe(6);
        }
      }),
    );
  });
});

describe('runbooks', () => {
  it('say when an alert fires and what the metrics mean', () => {
    const [{ path, text }] = generateRunbooks(SHOP);
    expect(path).toBe('docs/runbooks/high-error-rate.md');
    expect(text).toContain('It fires once this has held for 5m:');
    expect(text).toContain(
      String.raw`- \`http_requests_total\`: HTTP requests answered`.replaceAll('\\`', '`'),
    );
  });

  it('are written again around what people wrote', () => {
    const [file] = generateRunbooks(SHOP);
    const written = `${file.text.slice(0, file.text.indexOf('## What to do'))}## What to do\r\n\nCall Ada.\n`;
    const severe = SHOP.rules.map((rule) => ({ ...rule, labels: { severity: 'critical' } }));
    const [next] = generateRunbooks({ ...SHOP, rules: severe });
    const text = textBeside(next, written);
    expect(text).toContain('Severity: critical.');
    expect(text.endsWith('## What to do\r\n\nCall Ada.\n')).toBe(true);
    expect(textBeside(next, undefined)).toBe(next.text);
  });

  it('stand where the alert says, one page for the alert and the rule of its missing data', () => {
    const [rule] = SHOP.rules;
    const annotations = { runbook_url: 'ops/errors.md' };
    const files = generateRunbooks({
      ...SHOP,
      rules: [
        { ...rule, annotations },
        { ...rule, name: 'HighErrorRateNoData', query: 'absent(up)', annotations },
        { ...rule, name: 'Foreign', annotations: { runbook_url: 'https://wiki.example/../x.md' } },
        { ...rule, name: 'Outside', annotations: { runbook_url: '../x.md' } },
      ] as readonly AlertingRule[],
    });
    expect(files.map(({ path }) => path)).toEqual([
      'ops/errors.md',
      'docs/runbooks/foreign.md',
      'docs/runbooks/outside.md',
    ]);
    expect(files[0].text).toContain('HighErrorRateNoData fires once this has held for 5m:');
  });

  it('of two rules with one name are one page with both conditions', () => {
    const [rule] = SHOP.rules;
    const files = generateRunbooks({ ...SHOP, rules: [rule, { ...rule, query: 'up == 0' }] });
    expect(files.map(({ path }) => path)).toEqual(['docs/runbooks/high-error-rate.md']);
    expect(files[0].text).toContain('up == 0');
  });
});
