import type { PostedAlert, Scenario } from './scenario.ts';

const firing = (name: string, labels: Readonly<Record<string, string>> = {}): PostedAlert => ({
  name,
  labels,
  as: 'firing',
});
const resolved = (name: string, labels: Readonly<Record<string, string>> = {}): PostedAlert => ({
  name,
  labels,
  as: 'resolved',
});
const both = (...names: readonly string[]) => names.map((name) => ({ name, sendResolved: true }));
/** Groups that begin at the start are flushed 2, 6, 10, 14, 18 and 22 seconds after it: steps are two seconds off. */
const QUICK = 'group_wait: 2s, group_interval: 4s, repeat_interval: 1h';

/** What Alertmanager's documentation promises, a scenario each; all end within 24 seconds. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'ten-seconds',
    routes: [
      '{receiver: web.hook, group_by: [alertname], group_wait: 10s, group_interval: 10s, repeat_interval: 1h}',
    ],
    receivers: both('web.hook'),
    steps: [
      { atMs: 0, post: [firing('High', { instance: 'a' })] },
      { atMs: 5000, post: [firing('High', { instance: 'b' }), firing('Other')] },
      { atMs: 13_000, post: [resolved('High', { instance: 'a' })] },
    ],
  },
  {
    name: 'batches',
    routes: [`{receiver: batches, group_by: [alertname], ${QUICK}}`],
    receivers: both('batches'),
    steps: [
      { atMs: 0, post: [firing('A', { n: '1' })] },
      { atMs: 4000, post: [firing('A', { n: '2' }), firing('A', { n: '3' })] },
      { atMs: 8000, post: [resolved('A', { n: '1' })] },
      { atMs: 12_000, post: [resolved('A', { n: '2' }), resolved('A', { n: '3' })] },
      { atMs: 20_000, post: [firing('A', { n: '1' })] },
    ],
  },
  {
    name: 'repeats',
    routes: [
      '{receiver: repeats, group_by: [alertname], group_wait: 2s, group_interval: 4s, repeat_interval: 6s}',
    ],
    receivers: both('repeats'),
    steps: [
      { atMs: 0, post: [firing('Again')] },
      { atMs: 20_000, post: [resolved('Again')] },
    ],
  },
  {
    name: 'inhibits',
    routes: [`{receiver: inhibits, group_by: [alertname], ${QUICK}}`],
    receivers: both('inhibits'),
    inhibitions: [
      `{source_matchers: ['scenario="inhibits"', 'alertname="Cause"'], target_matchers: ['scenario="inhibits"', 'alertname="Effect"'], equal: [host]}`,
    ],
    steps: [
      { atMs: 0, post: [firing('Cause', { host: 'a' })] },
      { atMs: 300, post: [firing('Effect', { host: 'a' }), firing('Effect', { host: 'b' })] },
      { atMs: 8000, post: [resolved('Cause', { host: 'a' })] },
    ],
  },
  {
    name: 'silences',
    routes: [`{receiver: silences, group_by: [alertname], ${QUICK}}`],
    receivers: both('silences'),
    steps: [
      { atMs: 0, silence: { alert: 'Hushed', forMs: 600_000 } },
      { atMs: 300, post: [firing('Hushed'), firing('Loud')] },
      { atMs: 8000, expireSilences: true },
      // A receiver that was told of it is not told of its end, until the silence is over.
      { atMs: 11_600, silence: { alert: 'Loud', forMs: 600_000 } },
      { atMs: 12_000, post: [resolved('Loud'), resolved('Hushed')] },
    ],
  },
  {
    name: 'silence-that-ends',
    routes: [`{receiver: silence-that-ends, group_by: [alertname], ${QUICK}}`],
    receivers: both('silence-that-ends'),
    steps: [
      { atMs: 0, silence: { alert: 'Later', forMs: 8000 } },
      { atMs: 300, post: [firing('Later')] },
    ],
  },
  {
    name: 'firing-only',
    routes: [`{receiver: firing-only, group_by: [alertname], ${QUICK}}`],
    receivers: [{ name: 'firing-only', sendResolved: false }],
    steps: [
      { atMs: 0, post: [firing('A', { n: '1' })] },
      { atMs: 4000, post: [resolved('A', { n: '1' }), firing('A', { n: '2' })] },
      { atMs: 12_000, post: [resolved('A', { n: '2' })] },
    ],
  },
  {
    name: 'times',
    routes: [
      `{receiver: times-muted, mute_time_intervals: [always], group_by: [alertname], continue: true, ${QUICK}}`,
      `{receiver: times-active, active_time_intervals: [always], group_by: [alertname], continue: true, ${QUICK}}`,
      `{receiver: times-inactive, active_time_intervals: [long-ago], group_by: [alertname], continue: true, ${QUICK}}`,
      `{receiver: times-never-muted, mute_time_intervals: [long-ago], group_by: [alertname], ${QUICK}}`,
    ],
    receivers: both('times-muted', 'times-active', 'times-inactive', 'times-never-muted'),
    steps: [
      { atMs: 0, post: [firing('A')] },
      { atMs: 8000, post: [resolved('A')] },
    ],
  },
  {
    name: 'too-short',
    routes: [
      '{receiver: too-short, group_by: [alertname], group_wait: 4s, group_interval: 4s, repeat_interval: 1h}',
    ],
    receivers: both('too-short'),
    steps: [
      { atMs: 0, post: [firing('Gone')] },
      { atMs: 2000, post: [resolved('Gone')] },
      { atMs: 10_000, post: [firing('Gone')] },
    ],
  },
  {
    name: 'no-end',
    routes: [`{receiver: no-end, group_by: [alertname], ${QUICK}}`],
    receivers: both('no-end'),
    steps: [
      {
        atMs: 0,
        post: [
          { name: 'Forgotten', as: 'open' },
          { name: 'Repeated', as: 'open' },
        ],
      },
      { atMs: 4000, post: [{ name: 'Repeated', as: 'open' }] },
    ],
  },
  {
    name: 'tree',
    routes: [
      `{receiver: tree-first, matchers: ['team="a"'], continue: true, group_by: ['...'], ${QUICK}}`,
      `{receiver: tree-second, matchers: ['team=~"a|b"'], group_by: [], ${QUICK}, routes: [{matchers: ['deep="yes"'], receiver: tree-deep}]}`,
      `{receiver: tree-rest, group_by: [team, missing], ${QUICK}}`,
    ],
    receivers: both('tree-first', 'tree-second', 'tree-deep', 'tree-rest'),
    steps: [
      {
        atMs: 0,
        post: [
          firing('A', { team: 'a', n: '1' }),
          firing('A', { team: 'a', n: '2' }),
          firing('B', { team: 'b' }),
          firing('C', { team: 'b', deep: 'yes' }),
          firing('D', { team: 'c' }),
          firing('E'),
        ],
      },
      { atMs: 8000, post: [resolved('A', { team: 'a', n: '1' }), resolved('E')] },
    ],
  },
  {
    name: 'updates',
    routes: [`{receiver: updates, group_by: [alertname], ${QUICK}}`],
    receivers: both('updates'),
    steps: [
      { atMs: 0, post: [{ ...firing('Same'), annotations: { summary: 'one' } }] },
      { atMs: 4000, post: [{ ...firing('Same'), annotations: { summary: 'two' } }] },
      { atMs: 8000, post: [resolved('Same')] },
      { atMs: 12_000, post: [firing('Same')] },
    ],
  },
];
