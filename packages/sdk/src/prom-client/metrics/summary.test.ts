import fc from 'fast-check';
import { Summary } from '../../prom-client.ts';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { expectSame, loose } from '../../../test/support/both-clients.ts';
import type { Scenario } from '../../../test/support/both-clients.ts';

const labelNames = ['method', 'code'] as const;

afterEach(() => {
  vi.useRealTimers();
});

const scenarios: Readonly<Record<string, Scenario>> = {
  'a summary without labels is shown at zero, with the usual quantiles': ({ client, registers, note }) => {
    note(new client.Summary({ name: 's', help: 'S', registers }).type);
  },
  'quantiles of a few values lie between them': ({ client, registers }) => {
    const summary = new client.Summary({ name: 's', help: 'S', registers });
    for (const value of [100, 300, 200, 200, 0, -5]) summary.observe(value);
  },
  'quantiles of a hundred values': ({ client, registers }) => {
    const summary = new client.Summary({
      name: 's',
      help: 'S',
      percentiles: [0, 0.25, 0.5, 0.9, 1],
      registers,
    });
    for (let i = 0; i < 100; i++) summary.observe((i * 37) % 100);
  },
  'labels by object, with some missing, as numbers': ({ client, registers }) => {
    const summary = new client.Summary({ name: 's', help: 'S', labelNames, percentiles: [0.5], registers });
    summary.observe({ method: 'GET', code: '200' }, 1);
    summary.observe({ method: 'GET', code: 200 }, 2);
    summary.observe({ code: 404 }, 3);
    summary.observe({}, 4);
    summary.observe(5);
  },
  'a reset sets all series to zero': ({ client, registers }) => {
    const summary = new client.Summary({ name: 's', help: 'S', labelNames, percentiles: [0.5], registers });
    summary.observe({ method: 'GET' }, 1);
    summary.reset();
  },
  'children by values and by object, kept over remove': ({ client, registers }) => {
    const summary = new client.Summary({ name: 's', help: 'S', labelNames, percentiles: [0.5], registers });
    const child = summary.labels('GET', '200');
    child.observe(1);
    summary.labels({ method: 'PUT' }).observe(3);
    summary.remove('GET', '200');
    child.observe(7);
  },
  'wrong values and labels': ({ client, registers, attempt }) => {
    const config = { name: 's', help: 'S', labelNames, percentiles: [0.5], registers };
    const summary = loose(new client.Summary(config));
    for (const value of ['asd', {}, [], true, 5n, null, NaN, Infinity]) {
      attempt(() => summary.observe(value));
      attempt(() => summary.observe({ method: 'GET' }, value));
      attempt(() => loose(summary.labels('GET', '200')).observe(value));
    }
    attempt(() => summary.observe());
    attempt(() => summary.observe({ nope: 1 }, 1));
    attempt(() => summary.observe({ nope: 1 }));
    attempt(() => summary.labels({ nope: 1 }));
    attempt(() => summary.labels('GET'));
    attempt(() => summary.remove('GET'));
    attempt(() => new client.Summary({ ...config, registers: [], labelNames: ['quantile'] }).type);
  },
};

describe('summaries do what those of prom-client do', () => {
  test.each(Object.entries(scenarios))('%s', async (_, scenario) => {
    await expectSame(scenario);
  });

  test.each([false, true])(
    'values leave a sliding window step by step; pruned: %s',
    async (pruneAgedBuckets) => {
      await expectSame(async ({ client, registers, note }) => {
        vi.useFakeTimers({ now: 0 });
        const window = { maxAgeSeconds: 4, ageBuckets: 4, pruneAgedBuckets };
        const percentiles = [0, 0.5, 1];
        const summary = new client.Summary({
          name: 's',
          help: 'S',
          labelNames,
          percentiles,
          registers,
          ...window,
        });
        for (let second = 0; second < 12; second++) {
          // One value for each series: prom-client counts the first ones of a window several times.
          if (second % 5 < 3) summary.observe({ code: second % 2 }, second % 2);
          note(structuredClone((await summary.get()).values));
          vi.advanceTimersByTime(1001);
        }
        vi.advanceTimersByTime(60_000);
        note(structuredClone((await summary.get()).values));
      });
    },
  );

  test('timers', async () => {
    await expectSame(({ client, registers, note }) => {
      vi.useFakeTimers();
      const summary = new client.Summary({ name: 's', help: 'S', labelNames, percentiles: [0.5], registers });
      const ends = [
        summary.startTimer(),
        summary.startTimer({ code: 2 }),
        summary.labels('a', 'c').startTimer(),
      ];
      vi.advanceTimersByTime(1500);
      note(ends.map((end, index) => end(index === 1 ? { method: 'x' } : undefined)));
      vi.useRealTimers();
    });
  });
});

test('quantiles of many values are near the true ones, in whatever order they came', async () => {
  const order = fc.constantFrom('up', 'down', 'mixed');
  await fc.assert(
    fc.asyncProperty(order, fc.integer({ min: 1000, max: 20_000 }), async (how, count) => {
      const summary = new Summary({
        name: 's',
        help: 'S',
        percentiles: [0.01, 0.5, 0.9, 0.99],
        registers: [],
      });
      for (let i = 0; i < count; i++) {
        summary.observe(how === 'up' ? i : how === 'down' ? count - 1 - i : (i * 7919) % count);
      }
      const { values } = await summary.get();
      for (const { labels, value, metricName } of values) {
        if (metricName !== undefined) continue;
        const share = Number(labels.quantile);
        // A point at share q may hold 4 % × q (1 - q) of the values.
        expect(Math.abs(value / count - share)).toBeLessThan(0.04 * share * (1 - share) + 2 / count);
      }
    }),
    { numRuns: 20 },
  );
});
