import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suiteFolder } from '../../../../test/support/temporary-folder.ts';
import type { AlertmanagerConfiguration } from './alertmanager-config.ts';
import { parseAlertmanagerConfig } from './parse-alertmanager-config.ts';
import { printAlertmanagerConfig } from './print-alertmanager-config.ts';

const GOOD = `global:
  smtp_smarthost: mail:587
  smtp_from: a@b.c
route:
  receiver: team
  group_by: [alertname, service]
  group_wait: 30s
  routes:
    - matchers: [severity="page"]
      receiver: oncall
      continue: true
      active_time_intervals: [work]
    - match: { team: db }
      match_re: { service: "a|b" }
      receiver: mail
inhibit_rules:
  - source_matchers: [severity="page"]
    target_matchers: ['severity=~"ticket|info"']
    equal: [service]
time_intervals:
  - name: work
    time_intervals:
      - weekdays: [monday:friday]
        times: [{ start_time: "09:00", end_time: "17:00" }]
receivers:
  - name: team
    webhook_configs: [{ url: "http://h/" }]
  - name: oncall
    pagerduty_configs: [{ routing_key: k, send_resolved: false }]
  - name: mail
    email_configs: [{ to: x@y.z }]
`;

const parse = (text: string, version?: string) => parseAlertmanagerConfig(text, 'alertmanager.yml', version);
const faultsOf = (text: string, version?: string) =>
  parse(text, version).issues.map(
    ({ position, message }) => `${position.line}:${position.column} ${message}`,
  );

describe('parseAlertmanagerConfig', () => {
  it('reads routes, receivers, inhibitions and times', () => {
    const { route, receivers, inhibitRules, timeIntervals, issues } = parse(GOOD);
    expect(issues).toEqual([]);
    expect(route).toMatchObject({
      receiver: 'team',
      groupBy: ['alertname', 'service'],
      groupWaitMs: 30_000,
      routes: [
        { receiver: 'oncall', continue: true, activeTimeIntervals: ['work'], matchers: [{ value: 'page' }] },
        {
          receiver: 'mail',
          matchers: [
            { name: 'team', op: '=', value: 'db' },
            { name: 'service', op: '=~', value: 'a|b' },
          ],
        },
      ],
    });
    const told = receivers.map(({ name, integrations: [{ kind, sendResolved }] }) => [
      name,
      kind,
      sendResolved,
    ]);
    expect(told).toEqual([
      ['team', 'webhook', true],
      ['oncall', 'pagerduty', false],
      ['mail', 'email', false],
    ]);
    expect(inhibitRules).toMatchObject([{ equal: ['service'], target: [{ op: '=~' }] }]);
    expect(timeIntervals).toEqual(['work']);
  });

  it('says where the faults are and how to mend them', () => {
    const text = GOOD.replace('to: x@y.z', 'to: x@y.z, subject: hi')
      .replace('group_wait: 30s', 'group_wait: 30 s')
      .replace('active_time_intervals: [work]', 'active_time_intervals: [wrok]');
    const { issues } = parse(text);
    expect(issues.map(({ code, position, fix }) => [code, position.line, position.column, fix])).toEqual([
      ['bad-duration', 7, 15, 'write a number and a unit of ms, s, m, h, d, w, y: 30s, 1h30m'],
      ['bad-value', 12, 31, "did you mean 'work'?"],
      ['unknown-field', 31, 34, "write it as a header: headers: { Subject: '…' }"],
    ]);
  });

  it('a field that came later is unknown to an older Alertmanager', () => {
    const text = GOOD.replace('url: "http://h/"', 'url_file: /h');
    expect(faultsOf(text)).toEqual([]);
    expect(faultsOf(text, '0.25')).toContain(
      "27:25 Alertmanager 0.25 does not know 'url_file', which came with 0.26",
    );
  });

  it.each([
    ['', []],
    ['[]', ['1:1 configuration must be a mapping']],
    ['a: [', expect.any(Array)],
  ])('%j does not make it throw', (text, faults) => expect(faultsOf(text)).toEqual(faults));
});

/** One change of the good file each, and whether Alertmanager loads the result. */
const CHANGES: readonly (readonly [what: string, from: string, to: string])[] = [
  ['nothing', '', ''],
  ['an unknown field at the top', 'route:', 'rute: {}\nroute:'],
  ['a subject of mail', 'to: x@y.z', 'to: x@y.z, subject: hi'],
  ['no address of mail', 'to: x@y.z', 'html: x'],
  ['no mail server', '  smtp_smarthost: mail:587\n', ''],
  ['no receiver at the root', '  receiver: team\n', ''],
  ['matchers at the root', '  group_wait: 30s', '  match: { a: b }'],
  ['continue at the root', '  group_wait: 30s', '  continue: true'],
  ['an unknown time', '[work]', '[wrok]'],
  ['a bad duration', 'group_wait: 30s', 'group_wait: 30 s'],
  ['a zero interval', 'group_wait: 30s', 'group_interval: 0s'],
  ['a doubled label', '[alertname, service]', '[service, service]'],
  ['all labels and one', '[alertname, service]', "['...', service]"],
  ['a receiver twice', 'name: mail', 'name: team'],
  ['a bad matcher', 'matchers: [severity="page"]', 'matchers: [severity]'],
  ['a matcher as text', 'matchers: [severity="page"]', 'matchers: severity="page"'],
  ['no key of PagerDuty', 'routing_key: k, ', ''],
  ['a key twice', 'routing_key: k', 'routing_key: k, routing_key_file: /k'],
  ['no URL of a webhook', '{ url: "http://h/" }', '{ max_alerts: 1 }'],
  ['Slack without an address', 'webhook_configs: [{ url: "http://h/" }]', 'slack_configs: [{ channel: x }]'],
  ['a word for a flag', 'continue: true', 'continue: maybe'],
  ['a yes for a flag', 'continue: true', 'continue: yes'],
  ['a list for a receiver', 'receiver: oncall', 'receiver: [oncall]'],
  [
    'a later kind of receiver',
    'webhook_configs: [{ url: "http://h/" }]',
    'jira_configs: [{ project: p, issue_type: b, api_url: "http://h" }]',
  ],
  ['an unknown kind of receiver', 'webhook_configs', 'webhok_configs'],
  ['a text for the count', 'url: "http://h/"', 'url: "http://h/", max_alerts: few'],
  ['no name of a receiver', 'name: mail', 'nothing: 1'],
];

describe.skipIf(spawnSync('amtool', ['--version']).status !== 0)('amtool 0.25 agrees on', () => {
  const folder = suiteFolder();

  it.each(CHANGES)('%s', (_, from, to) => {
    const text = GOOD.replace(from, to);
    const file = join(folder.path, 'alertmanager.yml');
    writeFileSync(file, text);
    const { status } = spawnSync('amtool', ['check-config', file]);
    expect(faultsOf(text, '0.25').length === 0).toBe(status === 0);
  });
});

describe('printAlertmanagerConfig', () => {
  it('what is printed reads back', () => {
    const name = fc.stringMatching(/^[a-z][a-z -]{0,6}$/);
    const matcher = fc.record({
      name: fc.stringMatching(/^[a-z_]{1,6}$/),
      op: fc.constantFrom('=' as const, '!~' as const),
      value: fc.string(),
    });
    fc.assert(
      fc.property(name, fc.array(matcher, { maxLength: 3 }), fc.nat(10_000), (receiver, matchers, waitMs) => {
        const node = { continue: false, muteTimeIntervals: [], activeTimeIntervals: [] };
        const config: AlertmanagerConfiguration = {
          global: {},
          templates: ['templates/*.tmpl'],
          route: {
            ...node,
            receiver,
            matchers: [],
            groupWaitMs: waitMs,
            routes: [{ ...node, matchers, routes: [] }],
          },
          receivers: [
            { name: receiver, integrations: [{ kind: 'webhook', settings: { url: 'http://h/' } }] },
          ],
          inhibitRules: [{ source: matchers, target: matchers, equal: ['a'] }],
          timeIntervals: [],
        };
        const parsed = parse(printAlertmanagerConfig(config, ['generated']));
        expect(parsed.issues).toEqual([]);
        expect(parsed.templates).toEqual(config.templates);
        expect(parsed.route).toMatchObject({ receiver, groupWaitMs: waitMs, routes: [{ matchers }] });
        expect(parsed.inhibitRules).toMatchObject([{ source: matchers, target: matchers, equal: ['a'] }]);
      }),
    );
  });
});
