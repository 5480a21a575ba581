import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ResolvedDefinition } from '@telltale/definition';
import { NOTIFICATION_TEMPLATE, analyseTemplate, parseAlertmanagerConfig } from '@telltale/formats';
import type { Route } from '@telltale/model';
import { describe, expect, it } from 'vitest';
import { hasProgram } from '../../../../test/support/counterpart.ts';
import { suiteFolder } from '../../../../test/support/temporary-folder.ts';
import { generateAlertmanager } from './generate-alertmanager.ts';

const ROOT: Route = {
  receiver: 'chat',
  matchers: [],
  continue: false,
  groupBy: ['alertname', 'service'],
  groupWaitMs: 30_000,
  groupIntervalMs: 300_000,
  repeatIntervalMs: 14_400_000,
  routes: [],
};

const SHOP: ResolvedDefinition = {
  service: 'shop */}} co',
  owner: 'team-shop',
  metrics: [],
  targets: [],
  evaluationIntervalMs: 15_000,
  receivers: [
    { kind: 'slack', name: 'chat', url: { env: 'SLACK_URL' }, channel: '#alerts', sendResolved: true },
    { kind: 'pagerduty', name: 'oncall', routingKey: { file: '/etc/secrets/pd.key' }, sendResolved: true },
    {
      kind: 'email',
      name: 'mail',
      to: ['a@example.org', 'b@example.org'],
      from: 'alerts@example.org',
      smarthost: 'smtp.example.org:587',
      username: 'alerts',
      password: { env: 'SMTP_PASSWORD' },
      requireTls: true,
      sendResolved: false,
    },
    { kind: 'webhook', name: 'deadman', url: 'http://localhost:8080/ping', sendResolved: false },
  ],
  route: {
    ...ROOT,
    routes: [
      {
        ...ROOT,
        receiver: 'deadman',
        matchers: [{ name: 'alertname', op: '=', value: 'Watchdog' }],
        groupBy: ['alertname'],
        groupWaitMs: 0,
        groupIntervalMs: 60_000,
        repeatIntervalMs: 60_000,
      },
      {
        ...ROOT,
        receiver: 'oncall',
        matchers: [{ name: 'severity', op: '=', value: 'page' }],
        continue: true,
      },
      {
        ...ROOT,
        receiver: 'mail',
        groupBy: ['team'],
        matchers: [{ name: 'team', op: '=~', value: 'db|"x"' }],
      },
      { ...ROOT, receiver: '', matchers: [{ name: 'severity', op: '=', value: 'info' }] },
    ],
  },
  inhibitions: [
    {
      source: [{ name: 'severity', op: '=', value: 'page' }],
      target: [{ name: 'severity', op: '=', value: 'ticket' }],
      equal: ['service'],
    },
  ],
  rules: [],
  dashboards: [],
  queries: [],
  station: {},
};

describe('generateAlertmanager', () => {
  it('writes the tree, the receivers and the inhibitions; secrets are files', () => {
    const [{ path, text }] = generateAlertmanager(SHOP);
    expect(path).toBe('alertmanager/alertmanager.yml');
    expect(text.slice(text.indexOf('global:'))).toMatchInlineSnapshot(`
      "global:
        resolve_timeout: "5m"
      templates:
        - templates/*.tmpl
      route:
        receiver: chat
        group_by:
          - alertname
          - service
        group_wait: "30s"
        group_interval: "5m"
        repeat_interval: "4h"
        routes:
          - receiver: deadman
            matchers:
              - alertname="Watchdog"
            group_by:
              - alertname
            group_wait: "0s"
            group_interval: "1m"
            repeat_interval: "1m"
          - receiver: oncall
            matchers:
              - severity="page"
            continue: true
          - receiver: mail
            matchers:
              - team=~"db|\\"x\\""
            group_by:
              - team
          - receiver: nobody
            matchers:
              - severity="info"
      inhibit_rules:
        - source_matchers:
            - severity="page"
          target_matchers:
            - severity="ticket"
          equal:
            - service
      receivers:
        - name: chat
          slack_configs:
            - send_resolved: true
              api_url_file: "/run/secrets/slack_url"
              channel: "#alerts"
              color: "{{ template \\"telltale.slack.color\\" . }}"
              title: "{{ template \\"telltale.title\\" . }}"
              title_link: "{{ .ExternalURL }}/#/alerts"
              fallback: "{{ template \\"telltale.title\\" . }}"
              text: "{{ template \\"telltale.slack.text\\" . }}"
        - name: oncall
          pagerduty_configs:
            - send_resolved: true
              routing_key_file: "/run/secrets/pd"
              description: "{{ template \\"telltale.title\\" . }}"
              severity: "{{ template \\"telltale.pagerduty.severity\\" . }}"
              client: Alertmanager
              client_url: "{{ .ExternalURL }}"
              component: "{{ .CommonLabels.service }}"
              group: "{{ .GroupLabels.alertname }}"
              details:
                firing: "{{ template \\"telltale.pagerduty.alerts\\" .Alerts.Firing }}"
                resolved: "{{ template \\"telltale.pagerduty.alerts\\" .Alerts.Resolved }}"
        - name: mail
          email_configs:
            - send_resolved: false
              to: a@example.org, b@example.org
              from: alerts@example.org
              smarthost: smtp.example.org:587
              auth_username: alerts
              auth_password_file: "/run/secrets/smtp_password"
              require_tls: true
              headers:
                Subject: "{{ template \\"telltale.title\\" . }}"
                Auto-Submitted: auto-generated
              text: "{{ template \\"telltale.email.text\\" . }}"
              html: "{{ template \\"telltale.email.html\\" . }}"
        - name: deadman
          webhook_configs:
            - send_resolved: false
              url: http://host.docker.internal:8080/ping
        - name: nobody
      "
    `);
  });

  it('is read back without a fault, by Alertmanager 0.25 as by the newest', () => {
    const [{ path, text }] = generateAlertmanager(SHOP);
    expect(parseAlertmanagerConfig(text, path).issues).toEqual([]);
    expect(parseAlertmanagerConfig(text, path, '0.25').issues).toEqual([]);
  });

  it('the templates are templates, and each that a receiver names is there', () => {
    const [config, { text }] = generateAlertmanager(SHOP);
    expect(analyseTemplate(text, NOTIFICATION_TEMPLATE).faults).toEqual([]);
    const used = [...config.text.matchAll(/template \\?"([\w.]+)\\?"/g)].map(([, name]) => name);
    expect(used.length).toBeGreaterThan(6);
    for (const name of used) expect(text).toContain(`define "${name}"`);
  });

  it('a definition without receivers needs no Alertmanager', () => {
    expect(generateAlertmanager({ ...SHOP, receivers: [], route: { ...ROOT, receiver: '' } })).toEqual([]);
  });

  it('on the host a webhook keeps its address', () => {
    const [{ text }] = generateAlertmanager(SHOP, { network: 'host' });
    expect(text).toContain('http://localhost:8080/ping');
  });
});

describe.skipIf(!hasProgram('amtool'))('amtool', () => {
  const folder = suiteFolder();
  const amtool = (...args: readonly string[]): string => {
    for (const { path, text } of generateAlertmanager(SHOP)) {
      mkdirSync(dirname(join(folder.path, path)), { recursive: true });
      writeFileSync(join(folder.path, path), text);
    }
    const { status, stdout } = spawnSync('amtool', args, { cwd: folder.path });
    expect(status).toBe(0);
    return stdout.toString().trim();
  };

  it('accepts the configuration and its templates', () => {
    expect(amtool('check-config', 'alertmanager/alertmanager.yml')).toMatch(/SUCCESS[\s\S]*SUCCESS/);
  });

  it.each([
    ['alertname=Watchdog severity=none', 'deadman'],
    ['alertname=Down severity=page', 'oncall'],
    ['alertname=Down severity=page team=db', 'oncall,mail'],
    ['alertname=Slow severity=ticket', 'chat'],
    ['alertname=Slow severity=info', 'nobody'],
  ])('routes %s to %s', (labels, receivers) => {
    const config = '--config.file=alertmanager/alertmanager.yml';
    expect(amtool('config', 'routes', 'test', config, ...labels.split(' '))).toBe(receivers);
  });

  it('renders what people read', () => {
    const alert = {
      status: 'firing',
      labels: { alertname: 'HighErrorRate', severity: 'page', service: 'shop', route: '/pay' },
      annotations: { summary: '12% of /pay fail', runbook_url: 'http://wiki/x' },
      startsAt: '2026-01-02T03:04:05Z',
      endsAt: '0001-01-01T00:00:00Z',
    };
    const data = {
      status: 'firing',
      alerts: [alert, { ...alert, labels: { ...alert.labels, route: '/buy' } }],
      groupLabels: { alertname: 'HighErrorRate' },
      commonLabels: { alertname: 'HighErrorRate', severity: 'page', service: 'shop' },
      commonAnnotations: {},
      externalURL: 'http://am',
      receiver: 'chat',
    };
    writeFileSync(join(folder.path, 'data.json'), JSON.stringify(data));
    const render = (name: string): string =>
      amtool(
        'template',
        'render',
        '--template.glob=alertmanager/templates/*.tmpl',
        `--template.text={{ template "telltale.${name}" . }}`,
        '--template.data=data.json',
      );
    expect(render('title')).toBe('[FIRING:2] HighErrorRate on shop (page)');
    expect(render('slack.color')).toBe('danger');
    expect(render('pagerduty.severity')).toBe('critical');
    expect(render('slack.text')).toBe(`*12% of /pay fail*
Labels: route=/pay service=shop
since 2026-01-02 03:04:05 UTC | <http://wiki/x|runbook>

*12% of /pay fail*
Labels: route=/buy service=shop
since 2026-01-02 03:04:05 UTC | <http://wiki/x|runbook>`);
    expect(render('email.text')).toContain('Runbook: http://wiki/x');
    expect(render('email.html')).toContain('<a href="http://wiki/x">Runbook</a>');
  });
});
