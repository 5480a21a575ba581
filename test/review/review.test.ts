import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { stopProgram } from '../support/program.ts';
import type { PrometheusOverSamples } from '../support/prometheus-over-samples.ts';
import { startPrometheusOver } from '../support/prometheus-over-samples.ts';
import type { RunningStation } from '../support/telltale.ts';
import { startStation, telltale } from '../support/telltale.ts';
import { telltaleHere } from '../support/telltale-here.ts';
import { suiteFolder } from '../support/temporary-folder.ts';

const STEP_S = 120;
const DAY_S = 86_400;
const DAYS = 8;

interface Finding {
  readonly urgency: string;
  readonly area: string;
  readonly what: string;
  readonly details?: readonly string[];
  readonly next: string;
}

interface Review {
  readonly comparedWithMs: number | null;
  readonly findings: readonly Finding[];
  readonly notLookedAt: readonly { readonly area: string; readonly reason: string }[];
}

/** The samples of one series: its value at each moment, none where there is none. */
function series(
  name: string,
  times: readonly number[],
  valueAt: (t: number, at: number) => number | undefined,
): string[] {
  return times.flatMap((t, at) => {
    const value = valueAt(t, at);
    return value === undefined ? [] : [`${name} ${value} ${t}`];
  });
}

/**
 * Eight days of a shop: a metric that went a day ago, one that came, one that got a label and 300 users, a target of
 * each kind, an alert that is noise, a receiver that refuses, a disk that fills up.
 */
function samples(endS: number): string {
  const startS = endS - DAYS * DAY_S;
  const times = Array.from({ length: (DAYS * DAY_S) / STEP_S + 1 }, (_, at) => startS + at * STEP_S);
  const newS = endS - DAY_S;
  const before = (t: number, value: number) => (t < newS ? value : undefined);
  const after = (t: number, value: number) => (t >= newS ? value : undefined);
  const up = (job: string) => `up{job="${job}",instance="${job}:1"}`;
  const recent = times.slice(-5);
  const lines = [
    '# TYPE up gauge',
    ...series(up('steady'), times, () => 1),
    ...series(up('gone'), times, (t) => before(t, 1)),
    ...series(up('fresh'), times, (t) => after(t, 1)),
    ...series(up('broken'), times, (t) => (t < newS ? 1 : 0)),
    ...series(up('flapping'), times, (_, at) => (at % 100 < 2 && at > 10 ? 0 : 1)),
    '# TYPE carts_open gauge',
    ...series('carts_open{job="steady",shop="a"}', times, (t) => before(t, 3)),
    '# TYPE queue_depth gauge',
    ...series('queue_depth{job="steady"}', times, (t) => before(t, 3)),
    '# TYPE refunds_open gauge',
    ...series('refunds_open{job="steady"}', times, (t) => after(t, 1)),
    '# TYPE visits gauge',
    ...series('visits{job="steady"}', times, (t) => before(t, 1)),
    ...Array.from({ length: 300 }, (_, user) =>
      series(`visits{job="steady",user="u${user}"}`, recent, () => 1),
    ).flat(),
    '# TYPE ALERTS gauge',
    // Ten minutes of each two hours: twelve times a day.
    ...series('ALERTS{alertname="Noisy",alertstate="firing"}', times, (t) =>
      t % 7200 < 600 ? 1 : undefined,
    ),
    ...series('ALERTS{alertname="Always",alertstate="firing"}', times, () => 1),
    ...series('ALERTS{alertname="Heartbeat",alertstate="firing"}', times, () => 1),
    ...series('ALERTS{alertname="Calm",alertstate="pending"}', times, (_, at) =>
      at === 3000 ? 1 : undefined,
    ),
    '# TYPE alertmanager_notifications counter',
    ...series(
      'alertmanager_notifications_total{integration="webhook",receiver_name="ops"}',
      times,
      (_, at) => at,
    ),
    '# TYPE alertmanager_notifications_failed counter',
    ...series(
      'alertmanager_notifications_failed_total{integration="webhook",receiver_name="ops"}',
      times,
      (t) => (t > newS ? 7 : 0),
    ),
    ...series(
      'alertmanager_notifications_failed_total{integration="email",receiver_name="all"}',
      times,
      () => 2,
    ),
    '# TYPE node_filesystem_avail_bytes gauge',
    // Three days are left at this rate.
    ...series(
      'node_filesystem_avail_bytes{instance="steady:1",mountpoint="/data",fstype="ext4"}',
      times,
      (t) => Math.round(1e10 * (endS + 3 * DAY_S - t)),
    ),
    ...series(
      'node_filesystem_avail_bytes{instance="steady:1",mountpoint="/",fstype="ext4"}',
      times,
      () => 1e12,
    ),
  ];
  return `${lines.join('\n')}\n# EOF\n`;
}

const RULES = {
  groups: [
    {
      name: 'shop',
      rules: [
        { alert: 'Noisy', expr: 'visits > 1e9' },
        { alert: 'Always', expr: 'visits > 1e9' },
        { alert: 'Heartbeat', expr: 'vector(1)' },
        { alert: 'Calm', expr: 'visits > 1e9' },
        { alert: 'NeverSeen', expr: 'visits > 1e9' },
        { alert: 'FullQueue', expr: 'max(queue_depth) > 100' },
        { alert: 'Ambiguous', expr: 'visits{user="u1"} + on (job) visits > 0' },
      ],
    },
  ],
};

const folder = suiteFolder();
const om = () => join(folder.path, 'shop.om');
const rules = () => join(folder.path, 'rules.yml');

async function review(
  ...args: readonly string[]
): Promise<{ readonly exit: unknown; readonly review: Review }> {
  const { exit, output } = await telltaleHere(['review', '--json', ...args], { cwd: folder.path });
  return { exit, review: JSON.parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1)) };
}

/** The finding whose line has these words. */
function found({ findings }: Review, words: string): Finding | undefined {
  return findings.find(({ what }) => what.includes(words));
}

/** What any source of these samples must tell of the last two days. */
function expectShop(seen: Review): void {
  expect(found(seen, 'target is down')).toMatchObject({ urgency: 'urgent', details: ['broken broken:1'] });
  expect(found(seen, 'is scraped no longer')?.details).toEqual(['gone gone:1']);
  expect(found(seen, 'comes and goes')?.details?.[0]).toMatch(/^flapping flapping:1: \d+ changes$/);
  expect(found(seen, 'new target')?.details).toContain('fresh fresh:1');
  expect(found(seen, 'vanished')?.details).toContain('carts_open');
  expect(found(seen, 'new metric')?.details).toContain('refunds_open: 1 series');
  expect(found(seen, 'label new')?.details).toContain('user of visits');
  expect(found(seen, 'visits grew from 1 to 300 series')?.details).toEqual(['user: 300 values, 1 before']);
  expect(found(seen, 'Noisy fired')?.what).toMatch(/^Noisy fired 2[3-5] times in 2d/);
  expect(found(seen, 'Always fires')?.what).toMatch(/^Always fires (?:99|100) % of the time$/);
  expect(found(seen, 'did not get')).toMatchObject({
    urgency: 'urgent',
    details: ['ops by webhook: 7 notifications'],
  });
  expect(found(seen, '/data of steady:1 is full in 3 days')).toMatchObject({ urgency: 'urgent' });
  const order = ['urgent', 'soon', 'note'];
  const urgencies = seen.findings.map(({ urgency }) => order.indexOf(urgency));
  expect(urgencies).toEqual(urgencies.toSorted((a, b) => a - b));
  for (const { next } of seen.findings) expect(next.length).toBeGreaterThan(10);
}

beforeAll(() => {
  writeFileSync(om(), samples(Math.floor(Date.now() / 1000 / STEP_S) * STEP_S));
  writeFileSync(rules(), JSON.stringify(RULES));
});

describe.skipIf(!hasProgram('prometheus'))('the review of a real Prometheus', () => {
  let server: PrometheusOverSamples;

  beforeAll(async () => {
    const configuration = {
      global: { evaluation_interval: '1s', scrape_interval: '1h' },
      rule_files: [rules()],
    };
    server = await startPrometheusOver(
      folder.path,
      readFileSync(om(), 'utf8'),
      JSON.stringify(configuration),
    );
  }, 120_000);

  afterAll(() => stopProgram(server.prometheus));

  test('tells what changed since a time, most urgent first, each with what to do', async () => {
    await expect
      .poll(async () => {
        const { review: seen } = await review('--url', server.prometheusUrl, '--since', '2d');
        return found(seen, 'cannot be evaluated')?.details?.[0] ?? '';
      })
      .toMatch(/^Ambiguous: .*many-to-many/);
    const { exit, review: seen } = await review('--url', server.prometheusUrl, '--since', '2d');
    expect(exit).toBe(1);
    expectShop(seen);
    expect(found(seen, 'that rules ask for is gone')).toMatchObject({
      urgency: 'urgent',
      details: ['queue_depth, asked for by FullQueue'],
    });
    expect(found(seen, 'Heartbeat')).toBeUndefined();
    expect(seen.notLookedAt.map(({ area }) => area).toSorted()).toEqual(['panels', 'silences']);
  });

  test('names alerts that neither fired nor came near it within a week', async () => {
    const { review: seen } = await review('--url', server.prometheusUrl, '--since', '7d');
    const never = found(seen, 'neither fired nor came near it');
    expect(never?.details).toContain('NeverSeen');
    expect(never?.details).not.toContain('Calm');
    expect(never?.details).not.toContain('Noisy');
  });

  test('compares with the last time by its state, which a second run finds unchanged', async () => {
    const state = join(folder.path, 'kept/state.json');
    const args = ['--url', server.prometheusUrl, '--state', state];
    const first = await review(...args);
    expect(first.review.comparedWithMs).toBeNull();
    expect(first.review.notLookedAt.map(({ area }) => area)).toContain('metrics');
    const second = await review(...args);
    expect(second.review.comparedWithMs).toBeGreaterThan(0);
    for (const words of ['vanished', 'new metric', 'new target', 'scraped no longer', 'grew', 'label'])
      expect(found(second.review, words)).toBeUndefined();
    const kept = JSON.parse(readFileSync(state, 'utf8'));
    delete kept.metrics.visits;
    kept.metrics.was_here = { series: 2, labels: ['job'] };
    writeFileSync(state, JSON.stringify(kept));
    const third = await review(...args);
    expect(found(third.review, 'new metric')?.details).toEqual(['visits: 300 series']);
    expect(found(third.review, 'vanished')?.details).toEqual(['was_here']);
  });

  test('a state that is none, or of another server, is refused and stays as it is', async () => {
    const state = join(folder.path, 'other.json');
    for (const text of [
      '{',
      '[]',
      '{"version":2}',
      '{"version":1,"of":"x","takenMs":1,"metrics":{"a":1},"targets":[]}',
    ]) {
      writeFileSync(state, text);
      const { exit, output } = await telltaleHere(
        ['review', '--url', server.prometheusUrl, '--state', state],
        {
          cwd: folder.path,
        },
      );
      expect({ exit, isTold: output.includes('TT_FILE_READ') }).toEqual({ exit: 2, isTold: true });
      expect(readFileSync(state, 'utf8')).toBe(text);
    }
    const elsewhere = { version: 1, of: 'http://10.0.0.1:9090', takenMs: 1, metrics: {}, targets: [] };
    writeFileSync(state, JSON.stringify(elsewhere));
    const { exit, output } = await telltaleHere(['review', '--url', server.prometheusUrl, '--state', state], {
      cwd: folder.path,
    });
    expect(exit).toBe(2);
    expect(output).toContain('was kept of http://10.0.0.1:9090');
  });

  test('fails on what it is told to fail on', async () => {
    const of = (failOn: string) =>
      review('--url', server.prometheusUrl, '--since', '2d', '--fail-on', failOn).then(({ exit }) => exit);
    expect(await of('note')).toBe(1);
    expect(await of('never')).toBe(0);
    const wrong = await telltaleHere(['review', '--url', server.prometheusUrl, '--fail-on', 'always'], {
      cwd: folder.path,
    });
    expect(wrong.exit).toBe(2);
  });

  test('people read it as text', async () => {
    const { output } = await telltaleHere(['review', '--url', server.prometheusUrl, '--since', '2d'], {
      cwd: folder.path,
    });
    expect(output).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+: 4 targets, .* compared with 2d before, looked back over 2d\n\nNow\n/,
    );
    expect(output).toContain('  1 target is down\n      broken broken:1\n      → ');
    expect(output).toContain('Not looked at\n');
  });
});

describe('the review of a station', () => {
  const own = suiteFolder();
  let station: RunningStation | undefined;

  beforeAll(async () => {
    const loaded = await telltale(['backfill', om(), '--data', join(own.path, 'data')]);
    expect(loaded.exit, loaded.output).toBe(0);
  }, 120_000);

  afterAll(async () => {
    if (station) await stopProgram(station);
  });

  test('tells the same of its data folder while it does not run, and keeps the state there', async () => {
    const data = join(own.path, 'data');
    const { exit, review: seen } = await review('--data', data, '--since', '2d');
    expect(exit).toBe(1);
    expectShop(seen);
    expect((await review('--data', data)).review.comparedWithMs).toBeNull();
    expect(JSON.parse(readFileSync(join(data, 'review.json'), 'utf8')).of).toBe(data);
    expect((await review('--data', data)).review.comparedWithMs).toBeGreaterThan(0);
    const none = await telltaleHere(['review', '--data', join(own.path, 'nothing')], { cwd: own.path });
    expect(none.exit).toBe(2);
  });

  test('tells the same of it while it runs, with its silences, panels and disk', async () => {
    station = await startStation(await freePort(), own.path, ['--no-host', '--rules', rules()]);
    const now = Date.now();
    const silence = {
      matchers: [{ name: 'alertname', value: 'Noisy', isRegex: false, isEqual: true }],
      startsAt: new Date(now).toISOString(),
      endsAt: new Date(now + 30 * DAY_S * 1000).toISOString(),
      createdBy: 'ann',
      comment: 'later',
    };
    const answer = await fetch(`${station.url}/api/v2/silences`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(silence),
    });
    expect(answer.status).toBe(200);
    const { exit, review: seen } = await review('--url', station.url, '--since', '2d');
    expect(exit).toBe(1);
    expectShop(seen);
    const silences = found(seen, 'lasts for more than a week');
    expect(silences?.details?.[0]).toMatch(
      /^alertname="Noisy": for .*, 30d to go, by ann \(later\); [0-9a-f-]+$/,
    );
    expect(seen.notLookedAt.map(({ area }) => area)).toEqual([]);
  });
});
