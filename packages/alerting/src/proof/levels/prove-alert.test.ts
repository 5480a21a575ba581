import type { ResolvedDefinition } from '@telltale/definition';
import { describe, expect, test } from 'vitest';
import { HIGH, START, alerting, definition, recordingTarget } from '../../../test/drill-definition.ts';
import type { ProveAlertOptions } from './prove-alert.ts';
import { proveAlert } from './prove-alert.ts';

/** Tells of a target that is gone. */
const DOWN = alerting('ShopDown', 'up{job="shop"} < 1 or absent(up{job="shop"})', { forMs: 30_000 });

function prove(resolved: ResolvedDefinition, alertName: string, options: Partial<ProveAlertOptions> = {}) {
  return proveAlert({ resolved, alertName, target: recordingTarget(), startMs: START, ...options });
}

/** The level reached, and why it is not a higher one. */
async function stop(resolved: ResolvedDefinition, alertName: string, options?: Partial<ProveAlertOptions>) {
  const { level, steps } = await prove(resolved, alertName, options);
  const failed = steps.find(({ outcome }) => outcome === 'failed');
  return `${level} ${failed?.name}: ${failed?.detail}`;
}

describe('an alert that is sound', () => {
  test('reaches level 5, with what was seen at each step', async () => {
    const proof = await prove(definition([HIGH, DOWN]), 'HighErrorRate');
    expect(proof.steps.map(({ level, outcome, detail }) => `${level} ${outcome}: ${detail}`)).toEqual([
      '0 passed: an instant vector, 2 labels and annotations',
      '1 passed: 2 selectors',
      '2 passed: fires 40s after the fault begins, resolves 50s after it ends',
      '3 passed: fires through a missed scrape; ShopDown fires 40s after its target ends',
      '4 passed: pager (grouped by alertname, after 10s)',
      '5 passed: accepted by pager (webhook)',
    ]);
    expect(proof).toMatchObject({ level: 5, severity: 'page', alertName: 'HighErrorRate' });
    expect(proof.deliveries.map(({ receiver, status }) => `${receiver} ${status}`)).toEqual([
      'pager firing',
      'pager resolved',
    ]);
    expect(JSON.parse(JSON.stringify(proof))).toEqual(proof);
  });

  test('is tried as far as is asked', async () => {
    const { steps, level } = await prove(definition([HIGH]), 'HighErrorRate', { upTo: 2 });
    expect({ level, names: steps.map(({ name }) => name) }).toEqual({
      level: 2,
      names: ['parses', 'references exist', 'fires and resolves'],
    });
  });

  test('a heartbeat needs no quiet', async () => {
    const watchdog = alerting('Watchdog', 'vector(1)', { labels: { severity: 'none' } });
    expect(await prove(definition([watchdog]), 'Watchdog')).toMatchObject({ level: 5 });
  });

  test('a shadow alert is proven to reach nobody', async () => {
    const shadow = { ...HIGH, labels: { severity: 'page', shadow: 'true' } };
    const { route } = definition([]);
    const child = { ...route, receiver: '', routes: [] };
    const nobody = { ...child, matchers: [{ name: 'shadow', op: '=', value: 'true' }] } as const;
    const quiet = { ...route, routes: [nobody, ...route.routes] };
    const proof = await prove(definition([shadow, DOWN], { route: quiet }), 'HighErrorRate');
    expect(proof).toMatchObject({ level: 5, deliveries: [] });
    expect(await stop(definition([shadow, DOWN]), 'HighErrorRate')).toBe(
      '3 reaches its receivers: A shadow alert must be told to nobody, but its routes lead to pager.',
    );
  });
});

describe('a broken alert stops where it is broken', () => {
  test('level 0: the query does not parse, or gives no vector', async () => {
    const broken = { ...HIGH, query: 'sum(rate(requests_total[1m])) >' };
    expect(await stop(definition([broken]), 'HighErrorRate')).toMatch(/^null parses: The query is wrong: /);
    const range = { ...HIGH, query: 'requests_total[5m]' };
    expect(await stop(definition([range]), 'HighErrorRate')).toContain('an alert needs an instant vector');
  });

  test('level 0: a template does not parse', async () => {
    const broken = { ...HIGH, annotations: { summary: '{{ $value | }' } };
    expect(await stop(definition([broken]), 'HighErrorRate')).toMatch(
      /^null parses: The template of summary is wrong: /,
    );
  });

  test('level 1: metric, label and value do not exist, each named', async () => {
    const dead = alerting(
      'Dead',
      'rate(request_total[1m]) > 1 or rate(requests_total{status="503"}[1m]) > 1',
    );
    const text = await stop(definition([dead]), 'Dead');
    expect(text).toMatch(/^0 references exist: request_total matches nothing: no metric request_total/);
    expect(text).toContain('label status of requests_total cannot have such a value (values: 200, 500)');
  });

  test('level 1, seen live: the running service has no such series', async () => {
    const liveSeries = async (selector: string) => selector === 'requests_total';
    expect(await stop(definition([HIGH]), 'HighErrorRate', { liveSeries })).toBe(
      '1 seen live: The running service has no series for requests_total{status="500"}.',
    );
  });

  test('level 2: nothing makes it fire, or nothing keeps it quiet', async () => {
    const never = alerting('Never', 'requests_total < 0');
    expect(await stop(definition([never]), 'Never')).toMatch(/^1 fires and resolves: .* make it hold/);
    const always = alerting('Always', 'vector(1) > 0');
    expect(await stop(definition([always]), 'Always')).toMatch(
      /^1 fires and resolves: .* keep it from holding/,
    );
  });

  test('level 2: its text names a label that is not there', async () => {
    const broken = { ...HIGH, annotations: { summary: '{{ range query "up" }}{{ end }}{{ nothing }}' } };
    expect(await stop(definition([broken]), 'HighErrorRate')).toMatch(
      /^(null parses|1 fires and resolves): The (template|text) of summary is/,
    );
  });

  test('level 3: its range is too short for a scrape that is missed', async () => {
    const short = alerting('Short', 'rate(requests_total{status="500"}[20s]) > 1');
    expect(await stop(definition([short, DOWN]), 'Short')).toBe(
      '2 survives missed scrapes: One missed scrape resolves the alert: its range is too short for a scrape every 10s.',
    );
  });

  test('level 3: its target ends and nobody tells', async () => {
    expect(await stop(definition([HIGH]), 'HighErrorRate')).toBe(
      `2 survives missed scrapes: When {instance="127.0.0.1:3000", job="shop"} ends, the alert resolves and no other one fires: write onNoData: 'fire', or add an alert on up == 0 or absent().`,
    );
  });

  test('level 4: no route leads anywhere', async () => {
    const { route } = definition([]);
    const nowhere = { receivers: [], route: { ...route, receiver: '', routes: [] } };
    expect(await stop(definition([HIGH, DOWN], nowhere), 'HighErrorRate')).toBe(
      '3 reaches its receivers: No receiver takes the alert: the definition routes it nowhere.',
    );
  });

  test('level 4: an urgent alert is held back at night', async () => {
    const held = heldBack('page');
    expect(await stop(held, 'HighErrorRate')).toBe(
      '3 reaches its receivers: At 03:00 on Wednesday nobody is told of the page alert: the time interval nights.',
    );
  });

  test('level 4: another alert that fires with it hides it', async () => {
    const hiding = { ...HIGH, name: 'AllFail', labels: { severity: 'critical' } };
    const inhibitions = [
      {
        source: [{ name: 'severity', op: '=', value: 'critical' }],
        target: [{ name: 'severity', op: '=', value: 'page' }],
        equal: ['job'],
      } as const,
    ];
    expect(await stop(definition([HIGH, hiding, DOWN], { inhibitions }), 'HighErrorRate')).toBe(
      '3 reaches its receivers: Nobody is told, because AllFail, which fires on the same fault, inhibits it.',
    );
  });

  test('level 5: a receiver refuses the message', async () => {
    const target = recordingTarget(400);
    expect(await stop(definition([HIGH, DOWN]), 'HighErrorRate', { target })).toBe(
      '4 accepted by receivers: pager refused the notification: HTTP 400: field x is missing',
    );
  });
});

describe('an alert that is not urgent', () => {
  test('may be held back at night, which is remarked, and is delivered by day', async () => {
    const proof = await prove(heldBack('ticket'), 'HighErrorRate');
    expect(proof.level).toBe(5);
    expect(proof.steps[4].remarks).toEqual(['pager is not told at 03:00 on Wednesday, 03:00 on Sunday']);
    expect(proof.deliveries).toHaveLength(2);
  });
});

/** A definition whose pager is silent at night, by the clock of Berlin. */
function heldBack(severity: string): ResolvedDefinition {
  const { route } = definition([]);
  const matchers = [{ name: 'severity', op: '=', value: severity }] as const;
  const pager = { ...route.routes[0], matchers, muteTimeIntervals: ['nights'] };
  const times = [
    { fromMinute: 0, toMinute: 420 },
    { fromMinute: 1320, toMinute: 1440 },
  ];
  return definition([{ ...HIGH, labels: { severity } }, DOWN], {
    route: { ...route, routes: [pager] },
    timeIntervals: [{ name: 'nights', windows: [{ times, location: 'Europe/Berlin' }] }],
  });
}

describe('the hash of a proof', () => {
  test('changes with rule, route and receivers, and not with the place in the file', async () => {
    const hash = async (
      rules: Parameters<typeof definition>[0],
      rest: Parameters<typeof definition>[1] = {},
    ) => (await prove(definition(rules, rest), 'HighErrorRate', { upTo: 0 })).hash;
    const base = await hash([HIGH]);
    expect(base).toMatch(/^[0-9a-f]{16}$/);
    expect(await hash([{ ...HIGH, position: { file: 'a.ts', line: 1, column: 1 } }, DOWN])).toBe(base);
    const { route } = definition([]);
    const changed = await Promise.all([
      hash([{ ...HIGH, forMs: 60_000 }]),
      hash([HIGH], { route: { ...route, groupWaitMs: 0 } }),
      hash([HIGH], { receivers: definition([]).receivers.map((one) => ({ ...one, sendResolved: false })) }),
    ]);
    expect(new Set([base, ...changed]).size).toBe(4);
  });
});
