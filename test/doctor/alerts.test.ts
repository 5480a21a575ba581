import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { doctor } from '../support/doctor.ts';
import { freePort } from '../support/free-port.ts';
import { ROOT, startProgram, stopProgram } from '../support/program.ts';
import { startStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const folder = suiteFolder();
const stops: (() => Promise<unknown>)[] = [];
/** What receivers were sent. */
const received = { willing: 0, refusing: 0 };

afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
});

async function receiver(name: keyof typeof received, status: number): Promise<number> {
  const server = createServer((request, response) => {
    received[name]++;
    request.resume().once('end', () => response.writeHead(status).end('said the receiver'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(async () => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

/** Alerts that are kept from being heard of, each by something else. */
const RULES = `groups:
  - name: shop
    interval: 1s
    rules:
      - { alert: Heard, expr: vector(1), labels: { team: willing } }
      - { alert: Calm, expr: up > 5, labels: { team: willing } }
      - { alert: Nameless, expr: orders_totals > 5, labels: { team: willing } }
      - { alert: OtherJob, expr: 'up{job="shopp"} == 0', labels: { team: willing } }
      - { alert: Patient, expr: vector(1), for: 1h, labels: { team: willing } }
      - { alert: Unrouted, expr: vector(1), labels: { team: nobody } }
      - { alert: Silenced, expr: vector(1), labels: { team: willing } }
      - { alert: Inhibited, expr: vector(1), labels: { team: willing, weak: "yes" } }
      - { alert: Muted, expr: vector(1), labels: { team: sleeping } }
      - { alert: Refused, expr: vector(1), labels: { team: refusing } }
      - { alert: Broken, expr: 'label_replace(vector(1), "a", "$1", "b", "(") == 1', labels: { team: willing } }
`;

async function alertmanagerConfig(): Promise<string> {
  const [willing, refusing] = [await receiver('willing', 200), await receiver('refusing', 400)];
  const hook = (port: number) => `[{ url: "http://127.0.0.1:${port}/", send_resolved: false }]`;
  return `route:
  receiver: nobody
  group_by: [alertname]
  group_wait: 1s
  group_interval: 1s
  routes:
    - { matchers: [team="willing"], receiver: willing }
    - { matchers: [team="refusing"], receiver: refusing }
    - { matchers: [team="sleeping"], receiver: willing, mute_time_intervals: [always] }
receivers:
  - { name: nobody }
  - { name: willing, webhook_configs: ${hook(willing)} }
  - { name: refusing, webhook_configs: ${hook(refusing)} }
inhibit_rules:
  - { source_matchers: [alertname="Heard"], target_matchers: [weak="yes"] }
time_intervals:
  - { name: always, time_intervals: [{ times: [{ start_time: "00:00", end_time: "24:00" }] }] }
`;
}

async function silence(url: string): Promise<void> {
  const matchers = [{ name: 'alertname', value: 'Silenced', isRegex: false, isEqual: true }];
  const nowMs = Date.now();
  const response = await fetch(`${url}/api/v2/silences`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      matchers,
      startsAt: new Date(nowMs).toISOString(),
      endsAt: new Date(nowMs + 3_600_000).toISOString(),
      createdBy: 'ann',
      comment: 'deploying',
    }),
  });
  expect(response.status).toBe(200);
}

async function firing(url: string, names: readonly string[]): Promise<boolean> {
  const response = await fetch(`${url}/api/v2/alerts`);
  const alerts = (await response.json()) as { readonly labels: { readonly alertname: string } }[];
  return names.every((name) => alerts.some(({ labels }) => labels.alertname === name));
}

const FIRING = ['Heard', 'Unrouted', 'Silenced', 'Inhibited', 'Muted', 'Refused'];

beforeAll(async () => {
  symlinkSync(join(ROOT, 'node_modules'), join(folder.path, 'node_modules'));
  writeFileSync(join(folder.path, 'rules.yml'), RULES);
  writeFileSync(join(folder.path, 'alertmanager.yml'), await alertmanagerConfig());
});

describe('a station', () => {
  let url: string;
  const quiet = (args: string) => doctor(`alerts ${args} --url ${url}`);

  beforeAll(async () => {
    const args = ['--no-host', '--rules', 'rules.yml', '--alertmanager', 'alertmanager.yml'];
    const station = await startStation(await freePort(), folder.path, args);
    stops.push(() => stopProgram(station));
    ({ url } = station);
    await silence(url);
    await waitFor('the alerts to fire', () => firing(url, FIRING));
    await waitFor('messages', () => received.willing > 0 && received.refusing > 0);
  });

  test('an alert that is heard of: every step is ok, and no receiver is sent a test', async () => {
    await waitFor('the message to be recorded', async () => (await quiet('Heard')).cause === '');
    const before = received.willing;
    const { exit, outcomes } = await quiet('Heard');
    expect(exit).toBe(0);
    expect(outcomes).toMatchObject({
      holds: 'ok',
      for: 'ok',
      routed: 'ok',
      sent: 'ok',
      receivers: 'skipped',
    });
    expect(received.willing).toBe(before);
  });

  test('a name that no rule has, with the one that is meant', async () => {
    const { exit, cause, fix } = await quiet('Herd');
    expect({ exit, cause, fix }).toEqual({ exit: 1, cause: 'loaded', fix: 'Did you mean Heard?' });
  });

  test('a metric that does not exist', async () => {
    const { cause, seen } = await quiet('Nameless');
    expect({ cause, seen }).toEqual({ cause: 'selected', seen: 'Nameless: no series for orders_totals' });
  });

  test('a job that does not exist', async () => {
    const { cause, seen } = await quiet('OtherJob');
    expect({ cause, seen }).toEqual({ cause: 'selected', seen: 'OtherJob: no series for up{job="shopp"}' });
  });

  test('a condition that does not hold: what it is, and what it would need', async () => {
    const { cause, seen } = await quiet('Calm');
    expect({ cause, seen }).toEqual({
      cause: 'holds',
      seen: expect.stringContaining('it needs > 5, and is 1'),
    });
  });

  test('an alert that waits for its time', async () => {
    const { cause, seen } = await quiet('Patient');
    expect({ cause, seen }).toEqual({ cause: 'for', seen: expect.stringContaining('it fires after 1h') });
  });

  test('a route that leads to nobody', async () => {
    const { cause, seen, code } = await quiet('Unrouted');
    expect({ cause, seen }).toEqual({ cause: 'routed', seen: expect.stringContaining('leads to nobody') });
    expect(code).toContain('routes:');
  });

  test('a time in which the route is mute', async () => {
    const { cause, seen } = await quiet('Muted');
    expect({ cause, seen }).toEqual({
      cause: 'routed',
      seen: expect.stringContaining('the time interval always'),
    });
  });

  test('a silence in force: whose, why, and how to end it', async () => {
    const { cause, seen, code } = await quiet('Silenced');
    expect(cause).toBe('silences');
    expect(seen).toMatch(/silenced by .* of ann until .* \(deploying\)/);
    expect(code).toMatch(/^npx telltale silence expire [\w-]{10,}$/);
  });

  test('an inhibition: by which alert', async () => {
    const { cause, seen } = await quiet('Inhibited');
    expect({ cause, seen }).toEqual({
      cause: 'inhibitions',
      seen: expect.stringContaining('inhibited by Heard'),
    });
  });

  test('a receiver that refuses: its words', async () => {
    await waitFor('the refusal', async () => (await quiet('Refused')).cause === 'sent');
    const { seen } = await quiet('Refused');
    expect(seen).toMatch(/^refusing \(webhook\): (?:was refused|is tried again) after/);
    expect(seen).toContain('400');
  });

  test('with consent, real receivers are sent a test message, and the one that refuses is named', async () => {
    const before = { ...received };
    const { step } = await quiet('--deliver');
    expect(received.willing).toBeGreaterThan(before.willing);
    const { outcome, details } = step('receivers');
    expect(outcome).toBe('failed');
    expect(Object.fromEntries(details.map((one) => [one.title, one.outcome]))).toEqual({
      'refusing (webhook)': 'failed',
      'willing (webhook)': 'ok',
    });
  });

  test('without a name, all alerts are looked at', async () => {
    const { step } = await quiet('');
    const failed = (id: string) =>
      step(id)
        .details.filter(({ outcome }) => outcome === 'failed')
        .map(({ title }) => title)
        // The station has alerts about itself as well.
        .filter((title) => !title.startsWith('Telltale'))
        .toSorted();
    expect(failed('routed')).toEqual(['Muted', 'Unrouted']);
    expect(failed('selected')).toEqual(['Nameless', 'OtherJob']);
    expect(failed('silences')).toEqual(['Silenced']);
  });
});

const hasServers = hasProgram('prometheus') && hasProgram('prometheus-alertmanager');

describe.skipIf(!hasServers)('a real Prometheus with a real Alertmanager', () => {
  let prometheus: string;
  let alertmanager: string;
  const quiet = (args: string) =>
    doctor(`alerts ${args} --prometheus ${prometheus} --alertmanager ${alertmanager}`);

  beforeAll(async () => {
    const [first, second] = [await freePort(), await freePort()];
    [prometheus, alertmanager] = [`http://127.0.0.1:${first}`, `http://127.0.0.1:${second}`];
    const config = join(folder.path, 'prometheus.yml');
    writeFileSync(
      config,
      `global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: [rules.yml]
scrape_configs: [{ job_name: self, static_configs: [{ targets: ["127.0.0.1:${first}"] }] }]
alerting: { alertmanagers: [{ static_configs: [{ targets: ["127.0.0.1:${second}"] }] }] }
`,
    );
    // It refuses the file with the faulty expression as a whole.
    writeFileSync(join(folder.path, 'rules.yml'), RULES.replace(/.*Broken.*\n/, ''));
    const programs = [
      startProgram('prometheus-alertmanager', [
        `--config.file=${join(folder.path, 'alertmanager.yml')}`,
        `--storage.path=${join(folder.path, 'am')}`,
        `--web.listen-address=127.0.0.1:${second}`,
        '--cluster.listen-address=',
      ]),
      startProgram('prometheus', [
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(folder.path, 'tsdb')}`,
        `--web.listen-address=127.0.0.1:${first}`,
        // What fires before it has found Alertmanager is lost until it is sent again.
        '--rules.alert.resend-delay=1s',
      ]),
    ];
    for (const one of programs) stops.push(() => stopProgram(one));
    await waitFor('both servers', async () => {
      const answers = await Promise.all([fetch(`${prometheus}/-/ready`), fetch(`${alertmanager}/-/ready`)]);
      return answers.every(({ ok }) => ok);
    });
    await silence(alertmanager);
    await waitFor('the alerts to fire', () => firing(alertmanager, FIRING));
    await waitFor('Alertmanager to inhibit and to fail', async () => {
      const { step } = await quiet('Inhibited');
      return step('inhibitions').outcome === 'failed' && step('sent').outcome === 'failed';
    });
  });

  test.each([
    ['Nameless', 'selected', 'no series for orders_totals'],
    ['Calm', 'holds', 'it needs > 5, and is 1'],
    ['Patient', 'for', 'it fires after 1h'],
    ['Unrouted', 'routed', 'leads to nobody'],
    ['Muted', 'routed', 'the time interval always'],
    ['Silenced', 'silences', 'of ann until'],
    ['Inhibited', 'inhibitions', 'inhibited by'],
    ['Refused', 'sent', 'webhook: '],
  ])('%s is kept by what the step %s tries', async (alert, cause, seen) => {
    expect(await quiet(alert)).toMatchObject({ exit: 1, cause, seen: expect.stringContaining(seen) });
  });

  test('a Prometheus that knows no Alertmanager hands on nothing', async () => {
    const port = await freePort();
    const config = join(folder.path, 'alone.yml');
    writeFileSync(config, 'global: { evaluation_interval: 1s }\nrule_files: [rules.yml]\n');
    const alone = startProgram('prometheus', [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder.path, 'alone')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ]);
    stops.push(() => stopProgram(alone));
    const examine = () => doctor(`alerts Heard --prometheus http://127.0.0.1:${port}`);
    await waitFor('the alert to fire', async () => (await examine()).outcomes['for'] === 'ok');
    const { cause, code, outcomes } = await examine();
    expect({ cause, routed: outcomes['routed'] }).toEqual({ cause: 'handed-on', routed: 'skipped' });
    expect(code).toContain('alertmanagers:');
  });
});
