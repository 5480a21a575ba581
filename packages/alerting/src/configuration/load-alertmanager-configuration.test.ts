import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadAlertmanagerConfiguration } from './load-alertmanager-configuration.ts';

const load = (text: string) => loadAlertmanagerConfiguration(text, '/etc/am/alertmanager.yml');

const WEBHOOK = "receivers: [{name: ops, webhook_configs: [{url: 'http://h/x'}]}]";

describe('routes', () => {
  test('a route inherits what it does not say, and times of mute are not inherited', () => {
    const { configuration } = load(`
route:
  receiver: ops
  group_by: [alertname]
  group_wait: 5s
  routes:
    - matchers: [severity="page", 'team=~"a|b"']
      mute_time_intervals: [night]
      repeat_interval: 1h
      continue: true
      routes: [{match: {x: y}, match_re: {z: 'a.*'}, group_by: ['...']}]
time_intervals: [{name: night, time_intervals: [{times: [{start_time: '22:00', end_time: '24:00'}]}]}]
${WEBHOOK}`);
    const [child] = configuration.route.routes;
    expect(configuration.route).toMatchObject({ groupIntervalMs: 300_000, repeatIntervalMs: 14_400_000 });
    expect(child).toMatchObject({
      receiver: 'ops',
      groupBy: ['alertname'],
      groupWaitMs: 5000,
      repeatIntervalMs: 3_600_000,
      muteTimeIntervals: ['night'],
      continue: true,
    });
    expect(child.routes[0]).toMatchObject({
      groupBy: ['...'],
      repeatIntervalMs: 3_600_000,
      matchers: [
        { name: 'x', op: '=', value: 'y' },
        { name: 'z', op: '=~', value: 'a.*' },
      ],
      continue: false,
    });
    expect(child.routes[0].muteTimeIntervals).toBeUndefined();
  });

  test('a receiver without integrations is nobody', () => {
    const { configuration } = load('route: {receiver: hole}\nreceivers: [{name: hole}]');
    expect(configuration).toMatchObject({ route: { receiver: '' }, receivers: [] });
  });

  test.each([
    ['route: {receiver: opz}', "1:19: there is no receiver 'opz'", "Did you mean 'ops'?"],
    ['route: {receiver: ops, rotes: []}', "1:24: route has no field 'rotes'", "did you mean 'routes'?"],
    [`route: {receiver: ops, routes: [{matchers: ['a=~"("']}]}`, '1:45:', ''],
    ['route: {receiver: ops, routes: [{matchers: [nothing]}]}', '1:52: this is no matcher', ''],
    ['route: {receiver: ops, mute_time_intervals: [x]}', '1:', ''],
  ])('%s is refused with its place', (route, message, fix) => {
    expect(() => load(`${route}\n${WEBHOOK}`)).toThrow(
      expect.objectContaining({
        code: 'TT_FILE_FORMAT',
        message: expect.stringContaining(`/etc/am/alertmanager.yml:${message}`),
        fix: expect.stringContaining(fix),
      }),
    );
  });
});

describe('receivers', () => {
  test('one receiver is told in several ways, with what the global section says', async () => {
    const loaded = load(`
global:
  smtp_smarthost: mail:587
  smtp_from: a@b.c
  smtp_auth_username: me
  smtp_auth_password: hidden-password
  slack_api_url_file: slack-url
  pagerduty_url: http://pd/v2/enqueue
  resolve_timeout: 1m
route: {receiver: all}
receivers:
  - name: all
    webhook_configs:
      - {url_file: /run/url, max_alerts: 5, http_config: {authorization: {credentials: hidden-token}}}
    slack_configs: [{channel: '#ops', title: '{{ .Status }}', username: bot}]
    email_configs:
      - {to: 'x@y.z, v@w.x', headers: {subject: Hi}, tls_config: {ca_file: ca.pem}, send_resolved: true}
    pagerduty_configs: [{routing_key: hidden-key}]
`);
    const { configuration, warnings } = loaded;
    const [webhook, slack, email, pager] = configuration.receivers;
    expect(configuration.resolveTimeoutMs).toBe(60_000);
    expect(configuration.receivers.map(({ name }) => name)).toEqual(['all', 'all', 'all', 'all']);
    expect(webhook).toMatchObject({ url: { file: '/run/url' }, maxAlerts: 5, sendResolved: true });
    expect(slack).toMatchObject({
      url: { file: '/etc/am/slack-url' },
      channel: '#ops',
      title: '{{ .Status }}',
      sendResolved: false,
    });
    expect(email).toMatchObject({
      to: ['x@y.z', 'v@w.x'],
      from: 'a@b.c',
      smarthost: 'mail:587',
      username: 'me',
      requireTls: true,
      caFile: '/etc/am/ca.pem',
      subject: 'Hi',
      sendResolved: true,
    });
    expect(pager).toMatchObject({ kind: 'pagerduty', url: 'http://pd/v2/enqueue' });
    expect(warnings).toEqual([
      "/etc/am/alertmanager.yml:15:21: username of the slack receiver 'all': nothing is done with it",
    ]);
    expect(JSON.stringify(configuration)).not.toContain('hidden');
    const read = loaded.secretReader(async () => 'elsewhere');
    const secrets = [webhook, email, pager].map((receiver) => {
      if (receiver.kind === 'webhook') return receiver.authorization;
      if (receiver.kind === 'email') return receiver.password;
      return receiver.kind === 'pagerduty' ? receiver.routingKey : undefined;
    });
    expect(await Promise.all(secrets.map(async (secret) => secret && read(secret)))).toEqual([
      'hidden-token',
      'hidden-password',
      'hidden-key',
    ]);
    expect(await read({ env: 'HOME' })).toBe('elsewhere');
  });

  test.each([
    ['opsgenie_configs: [{api_key: k}]', "the receiver 'r' is told by opsgenie"],
    ['msteams_configs: [{webhook_url: http://x/}]', "the receiver 'r' is told by msteams"],
    ['pagerduty_configs: [{service_key: k}]', 'no routing_key'],
    ["webhook_configs: [{url: 'ftp://x/'}]", 'no http or https address'],
    ['webhook_configs: [{url: http://x/, http_config: {proxy_url: http://p/}}]', 'http_config.proxy_url'],
    ['webhook_configs: [{url: http://x/, http_config: {basic_auth: {}}}]', 'http_config.basic_auth'],
    ['slack_configs: [{app_token: t, channel: c}]', 'has no incoming webhook'],
    [
      'email_configs: [{to: a@b.c, from: x@y.z, smarthost: h:25, tls_config: {insecure_skip_verify: true}}]',
      'insecure_skip_verify',
    ],
  ])('%s would not tell anybody as meant and is refused', (configs, message) => {
    const text = `route: {receiver: r}\nreceivers:\n  - name: r\n    ${configs}\n`;
    expect(() => load(text)).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/^\/etc\/am\/alertmanager\.yml:\d+:\d+: /) }),
    );
    expect(() => load(text)).toThrow(message);
  });
});

describe('templates', () => {
  test('the named templates of files stand before each template that may use them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'telltale-templates-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const named = '{{ define "t" }}{{ if eq .Status "}}" }}a{{ end }}{{ end }}';
    writeFileSync(join(folder, 'a.tmpl'), `{{/* a }} comment */}}\nnoise\n${named}\nnoise`);
    const text = `
templates: ['*.tmpl']
route: {receiver: r}
receivers: [{name: r, slack_configs: [{api_url: http://x/, title: '{{ template "t" . }}', text: plain}]}]`;
    const { configuration } = loadAlertmanagerConfiguration(text, join(folder, 'alertmanager.yml'));
    expect(configuration.receivers[0]).toMatchObject({
      title: `${named}{{ template "t" . }}`,
      text: 'plain',
    });
    writeFileSync(join(folder, 'b.tmpl'), '{{ define "u" }}');
    expect(() => loadAlertmanagerConfiguration(text, join(folder, 'alertmanager.yml'))).toThrow('b.tmpl: ');
  });

  test('a template file that is named must be there', () => {
    expect(() => load(`templates: [none.tmpl]\nroute: {receiver: ops}\n${WEBHOOK}`)).toThrow(
      '1:12: there is no file none.tmpl',
    );
  });
});

describe('time intervals', () => {
  const intervals = (text: string) =>
    load(`route: {receiver: ops}\n${text}\n${WEBHOOK}`).configuration.timeIntervals;

  test('both sections are read, with every kind of range', () => {
    expect(
      intervals(`
time_intervals:
  - name: office
    time_intervals:
      - times: [{start_time: '09:00', end_time: '17:00'}]
        weekdays: ['monday:friday', sunday]
        days_of_month: ['1:5', '-3:-1']
        months: ['january:march', '12']
        years: ['2026:2028']
        location: Europe/Berlin
mute_time_intervals: [{name: never, time_intervals: [{weekdays: [saturday]}]}]`),
    ).toEqual([
      {
        name: 'office',
        windows: [
          {
            times: [{ fromMinute: 540, toMinute: 1020 }],
            weekdays: [
              { from: 1, to: 5 },
              { from: 0, to: 0 },
            ],
            daysOfMonth: [
              { from: 1, to: 5 },
              { from: -3, to: -1 },
            ],
            months: [
              { from: 1, to: 3 },
              { from: 12, to: 12 },
            ],
            years: [{ from: 2026, to: 2028 }],
            location: 'Europe/Berlin',
          },
        ],
      },
      { name: 'never', windows: [{ weekdays: [{ from: 6, to: 6 }] }] },
    ]);
  });

  test.each([
    ["times: [{start_time: '17:00', end_time: '09:00'}]", 'start_time must be before end_time'],
    ["times: [{start_time: '25:00', end_time: '26:00'}]", 'start_time must be a time'],
    ['weekdays: [moonday]', 'no range such as monday:friday'],
    ["days_of_month: ['0']", 'no range such as'],
    ['location: Mars/Base', "no time zone 'Mars/Base'"],
  ])('%s is refused', (window, message) => {
    expect(() => intervals(`time_intervals: [{name: t, time_intervals: [{${window}}]}]`)).toThrow(message);
  });
});

test('the old form of an inhibition is read', () => {
  const { configuration } = load(`
route: {receiver: ops}
inhibit_rules: [{source_match: {a: b}, target_match_re: {c: 'd.*'}, equal: [e]}]
${WEBHOOK}`);
  expect(configuration.inhibitions).toEqual([
    {
      source: [{ name: 'a', op: '=', value: 'b' }],
      target: [{ name: 'c', op: '=~', value: 'd.*' }],
      equal: ['e'],
    },
  ]);
});
