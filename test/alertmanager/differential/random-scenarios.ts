import type { Scenario, Step } from './scenario.ts';

const ALERTS = ['A', 'B'];
/** The one that is silenced: it never ends, as what ends while it is silenced is told of by a station alone. */
const SILENCED = 'C';
const INSTANCES = ['1', '2', '3'];

/**
 * A scenario of chance: some alerts of some groups fire, end and are silenced two seconds away from
 * every moment at which a group can be flushed.
 */
export function randomScenario(seed: number, lengthMs: number): Scenario {
  const random = seededRandom(seed);
  const choose = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)];
  const name = `random-${seed}`;
  // No multiple of the interval: whether a repeat is due must not hang on a millisecond.
  const repeat = choose(['6s', '10s', '1h']);
  // A group that was empty for a moment begins anew at a station, and within half a minute at Alertmanager:
  // one alert of each group stays.
  const lasting = [...ALERTS, SILENCED].map((alert) => ({
    name: alert,
    labels: { instance: '0' },
    as: 'firing' as const,
  }));
  const steps: Step[] = [{ atMs: 0, post: lasting }];
  // Alertmanager tells once more of the end of what had ended before; a station does not.
  const firing = new Set<string>();
  for (let atMs = 0; atMs < lengthMs; atMs += 4000 * (1 + Math.floor(random() * 2))) {
    const post = ALERTS.flatMap((alert) =>
      INSTANCES.filter(() => random() < 0.25).map((instance) => {
        const key = `${alert}/${instance}`;
        const as = firing.has(key) && random() < 0.5 ? ('resolved' as const) : ('firing' as const);
        if (as === 'firing') firing.add(key);
        else firing.delete(key);
        return { name: alert, labels: { instance }, as };
      }),
    );
    if (post.length > 0) steps.push({ atMs, post });
    const chance = random();
    if (chance < 0.1) steps.push({ atMs, silence: { alert: SILENCED, forMs: 600_000 } });
    else if (chance < 0.2) steps.push({ atMs, expireSilences: true });
    else if (chance < 0.3) {
      const labels = { instance: choose(INSTANCES) };
      steps.push({ atMs, post: [{ name: SILENCED, labels, as: 'firing' }] });
    }
  }
  const timing = `group_wait: 2s, group_interval: 4s, repeat_interval: ${repeat}`;
  return {
    name,
    routes: [`{receiver: ${name}, group_by: [alertname], ${timing}}`],
    // Who wants no ends is told by a station of what fires again, by Alertmanager after the next message only.
    receivers: [{ name, sendResolved: true }],
    steps,
  };
}

/** Mulberry32: the same scenarios in every run. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
