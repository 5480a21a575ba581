import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, temporaryFolder } from '../../test/support/run-cli.ts';

const RULES = `groups:
  - name: shop
    rules:
      - alert: Slow
        expr: holt_winters(job:wait:mean5m[1h], 0.5, 0.5) > 2
        for: 5m
      - record: job:fast:rate5m
        expr: sum by (job) (rate(wait_seconds_bucket{le="1", path=~"/a.*"}[5m]))
`;

const COMPOSE = `services:
  prometheus:
    image: prom/prometheus:v2.53.0
    command:
      - --config.file=/etc/prometheus/prometheus.yml
      - --storage.tsdb.retention=30d
      - --enable-feature=otlp-write-receiver
  grafana:
    image: grafana/grafana:10.4.0
    environment:
      GF_ALERTING_ENABLED: 'true'
`;

const PROMETHEUS = `global:
  scrape_interval: 15s
alerting:
  alertmanagers:
    - api_version: v1
      static_configs:
        - targets: [alertmanager:9093]
rule_files: [rules.yml]
scrape_configs:
  - job_name: shop
    static_configs:
      - targets: [shop.example.com]
remote_write:
  - url: https://store.example.com/api/v1/write
`;

const ALERTMANAGER = `route:
  receiver: team
  routes:
    - receiver: team
      matchers: [path=a b]
receivers:
  - name: team
    jira_configs:
      - api_url: https://jira.example.com/
        project: SHOP
        issue_type: Bug
`;

const DASHBOARD = JSON.stringify(
  {
    uid: 'shop',
    title: 'Shop',
    schemaVersion: 30,
    panels: [
      { id: 1, type: 'graph', title: 'CPU', alert: { name: 'Busy' }, targets: [] },
      { id: 2, type: 'natel-discrete-panel', title: 'States', targets: [] },
    ],
  },
  undefined,
  1,
);

const STACK = {
  'rules.yml': RULES,
  'compose.yaml': COMPOSE,
  'prometheus.yml': PROMETHEUS,
  'alertmanager.yml': ALERTMANAGER,
  'dashboards/shop.json': DASHBOARD,
};

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

interface JsonFinding {
  readonly rule: string;
  readonly severity: string;
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

async function upgradeFindings(folder: string, versions: string): Promise<readonly string[]> {
  const { output } = await run(folder, 'check', '.', '--json', '--target-versions', versions);
  const { findings }: { findings: readonly JsonFinding[] } = JSON.parse(output);
  return findings
    .filter(({ rule }) => rule.startsWith('upgrade/') || rule === 'am/unknown-field')
    .map(({ rule, severity, file, line, message }) => `${file}:${line} ${severity} ${rule} ${message}`);
}

describe('telltale check --target-versions', () => {
  it('finds what new versions refuse, ignore and read otherwise, in every file of a stack', async () => {
    const found = await upgradeFindings(folderWith(STACK), 'prometheus=3,grafana=13,alertmanager=0.31');
    expect(found).toEqual([
      expect.stringMatching(
        /^alertmanager\.yml:5 warning upgrade\/changed since Alertmanager 0\.27: matchers/,
      ),
      'compose.yaml:6 error upgrade/refused Prometheus 3 has no --storage.tsdb.retention: gone since 3.0',
      'compose.yaml:7 warning upgrade/ignored Prometheus 3 does nothing with --enable-feature=otlp-write-receiver, like every version since 3.0',
      'compose.yaml:11 error upgrade/refused Grafana 13 has no GF_ALERTING_ENABLED: gone since 11.0',
      expect.stringMatching(
        /^dashboards\/shop\.json:\d+ warning upgrade\/changed since Grafana 12\.0: the panel type graph/,
      ),
      expect.stringMatching(
        /^dashboards\/shop\.json:\d+ warning upgrade\/ignored Grafana 13 does nothing with 'alert'/,
      ),
      expect.stringMatching(
        /^dashboards\/shop\.json:\d+ error upgrade\/refused Grafana 13 has no panel type natel-discrete/,
      ),
      expect.stringMatching(
        /^prometheus\.yml:5 error upgrade\/refused Prometheus 3 has no 'api_version: v1'/,
      ),
      expect.stringMatching(
        /^prometheus\.yml:5 error upgrade\/refused Alertmanager 0\.31 has no 'api_version: v1'/,
      ),
      expect.stringMatching(
        /^prometheus\.yml:12 warning upgrade\/changed since Prometheus 3\.0: no port is added/,
      ),
      expect.stringMatching(
        /^prometheus\.yml:14 info upgrade\/changed since Prometheus 3\.0: remote write speaks/,
      ),
      'rules.yml:5 error upgrade/refused Prometheus 3 has no holt_winters(): gone since 3.0',
      expect.stringMatching(
        /^rules\.yml:8 warning upgrade\/changed since Prometheus 3\.0: whole values of le/,
      ),
      expect.stringMatching(/^rules\.yml:8 info upgrade\/changed since Prometheus 3\.0: '\.' in regular/),
    ]);
  });

  it('finds nothing of an upgrade where the versions wanted are those that took the files', async () => {
    const found = await upgradeFindings(folderWith(STACK), 'prometheus=2.53,grafana=10.4');
    expect(found).toEqual([]);
  });

  it('judges an Alertmanager by the version wanted: what came later is refused by an older one', async () => {
    const found = await upgradeFindings(folderWith(STACK), 'alertmanager=0.25');
    expect(found).toEqual([
      "alertmanager.yml:8 error am/unknown-field Alertmanager 0.25 does not know 'jira_configs', which came with 0.28",
    ]);
  });

  it('tells no news of what the images in sight have already', async () => {
    const files = { ...STACK, 'compose.yaml': COMPOSE.replace('v2.53.0', 'v3.1.0') };
    const found = await upgradeFindings(folderWith(files), 'prometheus=3');
    expect(found.filter((line) => line.includes('upgrade/changed'))).toEqual([]);
    expect(found.some((line) => line.includes('holt_winters'))).toBe(true);
  });

  it('says of a place what the version makes of it, and no other rule repeats it', async () => {
    const { output } = await run(folderWith(STACK), 'check', '--all', '--target-versions', 'prometheus=3');
    expect(output).toContain('upgrade/refused');
    expect(output).not.toMatch(/promql\/deprecated|prom\/removed-flag|promql\/le-literal/);
    expect(output).toContain('note: judged for Prometheus 3 (known up to 3.');
  });

  it('puts the findings into SARIF, JUnit and annotations, and fails', async () => {
    const folder = folderWith(STACK);
    for (const format of ['--sarif', '--junit', '--github']) {
      const { output, exitCode } = await run(
        folder,
        'check',
        '.',
        format,
        '--target-versions',
        'prometheus=3',
      );
      expect(output).toContain('holt_winters(): gone since 3.0');
      expect(output).toContain('upgrade/refused');
      expect(exitCode).toBe(1);
    }
  });

  it.each([
    ['prometheus=foo', "'foo' is no version of Prometheus"],
    ['prometheus', "'prometheus' is no program with a version"],
    ['prometheus=', "'' is no version of Prometheus"],
    ['nagios=4', "versions of 'nagios' are not known"],
    ['prometheus=9', 'nothing is known of Prometheus 9 yet'],
    ['grafana=13.99', 'nothing is known of Grafana 13.99 yet'],
    ['prometheus=1.8', 'nothing is known of Prometheus 1.8 any more'],
    ['prometheus=3,prometheus=2', 'prometheus has two target versions'],
    ['', "'' is no program with a version"],
  ])('does not check for %s, and says which versions are known', async (versions, message) => {
    const folder = folderWith({ 'rules.yml': RULES });
    const { output, errors, exitCode } = await run(folder, 'check', '--target-versions', versions);
    expect(errors).toContain(message);
    expect(output).toBe('');
    expect(exitCode).toBe(2);
  });
});
