import { describe, expect, test } from 'vitest';
import {
  alert,
  defineMonitoring,
  email,
  gauge,
  pagerduty,
  resolveDefinition,
  slack,
  webhook,
} from '../index.ts';

const chat = slack({ url: { env: 'SLACK_URL' } });
const hook = webhook({ url: 'http://127.0.0.1:9/alerts' });
const base = {
  service: 'shop',
  metrics: { carts_open: gauge({ help: 'Open carts' }) },
  targets: { shop: { address: '127.0.0.1:3000' } },
} as const;

function faultsOf(build: () => unknown): string {
  try {
    build();
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return '';
}

describe('times that routes name', () => {
  test('are written as in Alertmanager', () => {
    const { timeIntervals, route } = resolveDefinition(
      defineMonitoring({
        ...base,
        receivers: { chat, hook },
        timeIntervals: {
          weekends: { weekdays: ['saturday', 'sunday'], location: 'Europe/Berlin' },
          nights: [{ times: ['00:00-06:00', '22:00-24:00'] }, { daysOfMonth: ['-1'], months: ['december'] }],
        },
        routes: {
          to: 'hook',
          children: [
            {
              match: { severity: 'warning' },
              to: 'chat',
              muteTimeIntervals: ['weekends', 'nights'],
              groupBy: ['job'],
              children: [{ match: { team: 'a' }, to: 'hook', activeTimeIntervals: ['nights'] }],
            },
          ],
        },
      }),
    );
    expect(timeIntervals).toEqual([
      {
        name: 'weekends',
        windows: [
          {
            weekdays: [
              { from: 6, to: 6 },
              { from: 0, to: 0 },
            ],
            location: 'Europe/Berlin',
          },
        ],
      },
      {
        name: 'nights',
        windows: [
          {
            times: [
              { fromMinute: 0, toMinute: 360 },
              { fromMinute: 1320, toMinute: 1440 },
            ],
          },
          { daysOfMonth: [{ from: -1, to: -1 }], months: [{ from: 12, to: 12 }] },
        ],
      },
    ]);
    const [warnings] = route.routes;
    expect(warnings.muteTimeIntervals).toEqual(['weekends', 'nights']);
    expect(warnings.routes[0]).toMatchObject({
      receiver: 'hook',
      groupBy: ['job'],
      activeTimeIntervals: ['nights'],
    });
  });

  test('that are none, or that nobody declared, are told of', () => {
    const faults = faultsOf(() =>
      resolveDefinition(
        defineMonitoring({
          ...base,
          receivers: { hook },
          timeIntervals: {
            nights: { times: ['22:00-06:00'], weekdays: ['friday:monday'], location: 'Mars/Base' },
          },
          routes: { to: 'hook', children: [{ match: { a: 'b' }, to: 'hook', muteTimeIntervals: ['night'] }] },
        }),
      ),
    );
    expect(faults).toContain("timeIntervals.nights.times.0: '22:00-06:00' is no time of the day");
    expect(faults).toContain("timeIntervals.nights.weekdays.0: 'friday:monday' is no range");
    expect(faults).toContain("timeIntervals.nights.location: 'Mars/Base' is no time zone");
    expect(faults).toContain(
      "routes.children.0.muteTimeIntervals: there is no time interval 'night': declared are nights",
    );
  });
});

describe('what notifications are made sure of', () => {
  test('the heartbeat is an alert that always fires, with a route of its own', () => {
    const { rules, route } = resolveDefinition(
      defineMonitoring({
        ...base,
        receivers: { hook, watch: hook },
        routes: { to: 'hook' },
        notifications: { heartbeat: { to: 'watch', every: '30s' } },
      }),
    );
    expect(rules).toMatchObject([{ name: 'Watchdog', query: 'vector(1)', group: 'watchdog' }]);
    expect(route.routes).toMatchObject([{ receiver: 'watch', groupWaitMs: 0, repeatIntervalMs: 30_000 }]);
  });

  test('a receiver named deadman gets the heartbeat without being asked for', () => {
    const { route } = resolveDefinition(
      defineMonitoring({ ...base, receivers: { hook, deadman: hook }, routes: { to: 'hook' } }),
    );
    expect(route.routes).toMatchObject([{ receiver: 'deadman' }]);
  });

  test('fallback, Alertmanagers and tests are checked', () => {
    const resolved = resolveDefinition(
      defineMonitoring({
        ...base,
        receivers: { chat, mail: email({ to: 'a@b.example', from: 'c@d.example', smarthost: 'mail:587' }) },
        routes: { to: 'chat' },
        notifications: { fallback: 'mail', alertmanagers: ['am-1:9093', 'https://am-2/x/'], testEvery: '1w' },
        proof: { every: '1d' },
      }),
    );
    expect(resolved).toMatchObject({
      fallback: 'mail',
      alertmanagers: ['http://am-1:9093', 'https://am-2/x'],
      testEveryMs: 604_800_000,
      proof: { everyMs: 86_400_000, maxAgeMs: 604_800_000 },
    });
  });

  test.each([
    [{ fallback: 'nobody' }, "notifications.fallback: there is no receiver 'nobody': declared are hook"],
    [{ heartbeat: { to: 'x' } }, "notifications.heartbeat.to: there is no receiver 'x'"],
    [{ alertmanagers: ['not an address'] }, "notifications.alertmanagers.0: 'not an address' is no address"],
    [{ alertmanager: [] }, "notifications.alertmanager: there is no 'alertmanager' here: did you mean"],
  ])('%j is told of', (notifications, fault) => {
    const definition = defineMonitoring({ ...base, receivers: { hook } });
    const faults = faultsOf(() =>
      // What the compiler refuses is what JavaScript can hold.
      resolveDefinition({ ...definition, notifications: notifications as never }),
    );
    expect(faults).toContain(fault);
  });
});

describe('alerts that are only watched', () => {
  const definition = defineMonitoring({
    ...base,
    receivers: { hook },
    alerts: (m) => ({
      ManyCarts: alert({
        when: m.carts_open.now().above(5),
        onNoData: 'ignore',
        severity: 'warning',
        summary: 'many',
        shadow: true,
      }),
    }),
    environments: { production: { alerts: { ManyCarts: { shadow: false } } } },
  });

  test('have a label by which the routing tree tells nobody', () => {
    const { rules, route } = resolveDefinition(definition);
    expect(rules[0].labels).toEqual({ severity: 'warning', shadow: 'true' });
    expect(route.routes).toMatchObject([
      { receiver: '', matchers: [{ name: 'shadow', op: '=', value: 'true' }] },
    ]);
  });

  test('are told of where an environment says so', () => {
    const { rules, route } = resolveDefinition(definition, { environment: 'production' });
    expect(rules[0].labels).toEqual({ severity: 'warning' });
    expect(route.routes).toEqual([]);
  });
});

describe('receivers', () => {
  test('have their texts, addresses and secrets', () => {
    const { receivers } = resolveDefinition(
      defineMonitoring({
        ...base,
        receivers: {
          hook: webhook({
            url: { env: 'HOOK_URL' },
            maxAlerts: 10,
            authorization: { env: 'TOKEN' },
            signature: { file: '/run/secrets/key' },
            body: '{"text": {{ .Status | toJson }}}',
          }),
          chat: slack({ url: { env: 'SLACK_URL' }, title: '{{ .Status }}', text: 'x' }),
          oncall: pagerduty({ routingKey: { env: 'PD' }, url: 'https://events.eu.pagerduty.com/v2/enqueue' }),
          mail: email({
            to: 'a@b.example',
            from: 'c@d.example',
            smarthost: 'mail:587',
            caFile: '/etc/ca.pem',
            subject: 'Alert: {{ .GroupLabels.alertname }}',
            text: 'x',
          }),
        },
        routes: { to: 'hook' },
      }),
    );
    expect(receivers).toMatchObject([
      { url: { env: 'HOOK_URL' }, maxAlerts: 10, signature: { file: '/run/secrets/key' } },
      { title: '{{ .Status }}' },
      { url: 'https://events.eu.pagerduty.com/v2/enqueue' },
      { caFile: '/etc/ca.pem', subject: 'Alert: {{ .GroupLabels.alertname }}' },
    ]);
  });

  test('that cannot be told are told of', () => {
    const faults = faultsOf(() =>
      resolveDefinition(
        defineMonitoring({
          ...base,
          receivers: {
            hook: webhook({ url: 'ftp://x', maxAlerts: 0.5 }),
            oncall: pagerduty({ routingKey: { env: 'PD' }, url: 'nowhere' }),
          },
          routes: { to: 'hook' },
        }),
      ),
    );
    expect(faults).toContain("receivers.hook.url: 'ftp://x' is not an http or https address");
    expect(faults).toContain('receivers.hook.maxAlerts: write a whole number above 0');
    expect(faults).toContain("receivers.oncall.url: 'nowhere' is not an http or https address");
  });
});
