import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Receiver, Route, TimeInterval } from '@telltale/model';
import { expect, onTestFinished, test } from 'vitest';
import type { NotifierConfiguration } from '../notifier/notifier-configuration.ts';
import { loadAlertmanagerConfiguration } from './load-alertmanager-configuration.ts';
import { printNotifierConfiguration } from './print-notifier-configuration.ts';

const hasAmtool = spawnSync('amtool', ['--version']).status === 0;
const RUNS = process.env['TELLTALE_TEST_SCALE'] === 'long' ? 1000 : 60;

const text = fc.string({
  unit: fc.constantFrom(...'a B 9 - : # " \' { } \\ \n & * ! | > % @ ` ä ß'.split(' '), ' '),
  minLength: 1,
  maxLength: 8,
});
const duration = fc.integer({ min: 1, max: 500 }).map((seconds) => seconds * 1000);
const file = fc.stringMatching(/^[a-z]{1,8}$/).map((name) => ({ file: `/run/${name}` }));
const label = fc.constantFrom('severity', 'team', 'service', 'ünï');
const matcher = fc.record({
  name: label,
  op: fc.constantFrom('=' as const, '!=' as const, '=~' as const, '!~' as const),
  value: fc.constantFrom('a', 'a b', 'x|y', '.+', 'q"u', 'back\\\\slash', 'new\nline', ''),
});
const optional = { requiredKeys: [] };

/** In the order of kinds in which a file lists them. */
const integrations = (name: string): fc.Arbitrary<readonly Receiver[]> => {
  const base = { name: fc.constant(name), sendResolved: fc.boolean() };
  const webhook = fc.record(
    {
      ...base,
      kind: fc.constant('webhook' as const),
      url: fc.oneof(fc.constant('http://h/x'), file),
      maxAlerts: fc.nat().map((n) => n + 1),
      authorization: file,
      body: text,
    },
    { requiredKeys: ['name', 'sendResolved', 'kind', 'url'] },
  );
  const slack = fc.record(
    { ...base, kind: fc.constant('slack' as const), url: file, channel: text, title: text, text },
    { requiredKeys: ['name', 'sendResolved', 'kind', 'url'] },
  );
  const email = fc.record(
    {
      ...base,
      kind: fc.constant('email' as const),
      to: fc.array(fc.constantFrom('a@b.c', 'd@e.f'), { minLength: 1, maxLength: 2 }),
      from: fc.constant('x@y.z'),
      smarthost: fc.constant('mail:587'),
      requireTls: fc.boolean(),
      username: text,
      password: file,
      caFile: fc.constant('/etc/ca.pem'),
      subject: text,
      text,
      html: text,
    },
    { requiredKeys: ['name', 'sendResolved', 'kind', 'to', 'from', 'smarthost', 'requireTls'] },
  );
  const pager = fc.record(
    { ...base, kind: fc.constant('pagerduty' as const), routingKey: file, url: fc.constant('http://pd/v2') },
    { requiredKeys: ['name', 'sendResolved', 'kind', 'routingKey'] },
  );
  const some = <Item>(item: fc.Arbitrary<Item>) => fc.array(item, { maxLength: 2 });
  return fc
    .tuple(some(webhook), some(slack), some(email), some(pager))
    .map((kinds) => kinds.flat())
    .filter(({ length }) => length > 0);
};

const range = (min: number, max: number) =>
  fc
    .tuple(fc.integer({ min, max }), fc.integer({ min, max }))
    .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const interval = (name: string): fc.Arbitrary<TimeInterval> =>
  fc.record({
    name: fc.constant(name),
    windows: fc.array(
      fc.record(
        {
          times: fc.array(
            range(0, 1439).map(({ from, to }) => ({ fromMinute: from, toMinute: to + 1 })),
            { minLength: 1, maxLength: 2 },
          ),
          weekdays: fc.array(range(0, 6), { minLength: 1, maxLength: 2 }),
          daysOfMonth: fc.array(fc.oneof(range(1, 31), range(-31, -1)), { minLength: 1, maxLength: 2 }),
          months: fc.array(range(1, 12), { minLength: 1, maxLength: 2 }),
          years: fc.array(range(2020, 2040), { minLength: 1, maxLength: 2 }),
          location: fc.constantFrom('Europe/Berlin', 'UTC', 'Australia/Sydney'),
        },
        optional,
      ),
      { minLength: 1, maxLength: 2 },
    ),
  });

const NAMES = ['ops', 'night shift', 'a:b #c'];
const times = fc.uniqueArray(fc.constantFrom('night', 'office'), { minLength: 1 });
function route(depth: number): fc.Arbitrary<Route> {
  return fc.record(
    {
      receiver: fc.constantFrom(...NAMES, ''),
      matchers: depth === 0 ? fc.constant([]) : fc.array(matcher, { maxLength: 3 }),
      continue: depth === 0 ? fc.constant(false) : fc.boolean(),
      groupBy: fc.constantFrom(['...'], ['alertname'], ['alertname', 'ünï']),
      groupWaitMs: duration,
      groupIntervalMs: duration,
      repeatIntervalMs: duration,
      ...(depth > 0 && { muteTimeIntervals: times, activeTimeIntervals: times }),
      routes: depth < 3 ? fc.array(route(depth + 1), { maxLength: 2 }) : fc.constant([]),
    },
    {
      requiredKeys: [
        'receiver',
        'matchers',
        'continue',
        'groupBy',
        'groupWaitMs',
        'groupIntervalMs',
        'repeatIntervalMs',
        'routes',
      ],
    },
  ) as fc.Arbitrary<Route>;
}

const configuration: fc.Arbitrary<NotifierConfiguration> = fc.record(
  {
    route: route(0),
    receivers: fc.tuple(...NAMES.map(integrations)).map((lists) => lists.flat()),
    inhibitions: fc.array(
      fc.record({
        source: fc.array(matcher, { minLength: 1, maxLength: 2 }),
        target: fc.array(matcher, { minLength: 1, maxLength: 2 }),
        equal: fc.uniqueArray(label, { maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    timeIntervals: fc.tuple(interval('night'), interval('office')),
    resolveTimeoutMs: duration,
  },
  { requiredKeys: ['route', 'receivers', 'timeIntervals', 'resolveTimeoutMs'] },
);

test('what is printed is read back as the same configuration', () => {
  fc.assert(
    fc.property(configuration, (given) => {
      const printed = printNotifierConfiguration(given);
      const loaded = loadAlertmanagerConfiguration(printed, '/etc/alertmanager.yml');
      expect(loaded.configuration).toEqual(given);
      expect(loaded.warnings).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

test.runIf(hasAmtool)('amtool accepts what is printed', { timeout: 30_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-amtool-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const known = fc
    .sample(configuration, { numRuns: 8, seed: 7 })
    .map((given) => printNotifierConfiguration(known25(given)).replaceAll(/(?:\\?")?ünï(?:\\?")?/g, 'uni'));
  const files = known.map((printed, index) => {
    const path = join(folder, `${index}.yml`);
    writeFileSync(path, printed);
    return path;
  });
  const { status, stdout, stderr } = spawnSync('amtool', ['check-config', ...files], { encoding: 'utf8' });
  expect(status, stdout + stderr).toBe(0);
});

/** Without what came after Debian's version. */
function known25(given: NotifierConfiguration): NotifierConfiguration {
  const receivers = given.receivers.map((receiver) => {
    if (receiver.kind !== 'webhook') return receiver;
    const { body: _, ...rest } = receiver;
    return { ...rest, url: 'http://h/x' };
  });
  return { ...given, receivers };
}

test('no secret gets into the text', () => {
  const text = `
global: {smtp_auth_password: sentinel-1, slack_api_url: 'https://h/sentinel-2', smtp_from: a@b.c, smtp_smarthost: 'h:1'}
route: {receiver: r}
receivers:
  - name: r
    webhook_configs: [{url: 'http://user:sentinel-3@h/'}, {url: 'http://h/?token=sentinel-4'}]
    email_configs: [{to: a@b.c}]
    slack_configs: [{channel: c}]
    pagerduty_configs: [{routing_key: sentinel-5}]
`;
  const printed = printNotifierConfiguration(loadAlertmanagerConfiguration(text, 'a.yml').configuration);
  expect(printed).not.toContain('sentinel');
  expect(printed.match(/<secret>/g)).toHaveLength(5);
});

test.runIf(hasAmtool)(
  'amtool reads the routes of a text whose secrets are hidden',
  { timeout: 30_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'telltale-hidden-'));
    const file = join(folder, 'alertmanager.yml');
    const printed = printNotifierConfiguration({
      route: {
        receiver: 'r',
        matchers: [],
        continue: false,
        groupBy: [],
        groupWaitMs: 1000,
        groupIntervalMs: 1000,
        repeatIntervalMs: 1000,
        routes: [],
      },
      receivers: [
        {
          kind: 'webhook',
          name: 'r',
          url: 'http://h/?token=x',
          authorization: { env: 'T' },
          sendResolved: true,
        },
        { kind: 'webhook', name: 'r', url: { env: 'HOOK' }, sendResolved: true },
        { kind: 'slack', name: 'r', url: { env: 'SLACK' }, channel: '#c', sendResolved: true },
        { kind: 'pagerduty', name: 'r', routingKey: { env: 'KEY' }, sendResolved: true },
      ],
    });
    writeFileSync(file, printed);
    const { stdout, stderr } = spawnSync('amtool', ['config', 'routes', '--config.file', file], {
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    expect(stdout, stderr).toContain('receiver: r');
  },
);
