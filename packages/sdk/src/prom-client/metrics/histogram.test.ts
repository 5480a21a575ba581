import { afterEach, describe, test, vi } from 'vitest';
import { expectSame, loose } from '../../../test/support/both-clients.ts';
import type { Scenario } from '../../../test/support/both-clients.ts';

const labelNames = ['method', 'code'] as const;
const OPENMETRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

afterEach(() => {
  vi.useRealTimers();
});

const scenarios: Readonly<Record<string, Scenario>> = {
  'a histogram without labels is shown at zero, with the usual buckets': ({ client, registers, note }) => {
    const histogram = new client.Histogram({ name: 'h', help: 'H', registers });
    note(histogram.type);
  },
  'observations on, between and beyond the bounds': ({ client, registers }) => {
    const histogram = new client.Histogram({ name: 'h', help: 'H', buckets: [0.1, 1, 10], registers });
    for (const value of [-5, 0, 0.1, 0.100001, 1, 5, 10, 10.5, 1e9]) histogram.observe(value);
  },
  'labels by object, with some missing, as numbers': ({ client, registers }) => {
    const histogram = new client.Histogram({ name: 'h', help: 'H', labelNames, buckets: [1], registers });
    histogram.observe({ method: 'GET', code: '200' }, 1);
    histogram.observe({ method: 'GET', code: 200 }, 2);
    histogram.observe({ code: 404 }, 3);
    histogram.observe({}, 4);
    histogram.observe(5);
  },
  'zero shows a series before its first observation, and sets one back': ({ client, registers }) => {
    const histogram = new client.Histogram({ name: 'h', help: 'H', labelNames, buckets: [1, 2], registers });
    histogram.zero({ method: 'GET', code: 1 });
    histogram.observe({ method: 'PUT', code: 1 }, 1);
    histogram.zero({ method: 'PUT', code: 1 });
  },
  'children by values and by object, kept over remove and reset': ({ client, registers }) => {
    const histogram = new client.Histogram({ name: 'h', help: 'H', labelNames, buckets: [1, 2], registers });
    const child = histogram.labels('GET', '200');
    child.observe(1.5);
    histogram.labels({ method: 'PUT' }).observe(3);
    histogram.remove('GET', '200');
    child.observe(0);
    histogram.reset();
    child.observe(2);
  },
  'a reset also removes the series of a histogram without labels': ({ client, registers }) => {
    const histogram = new client.Histogram({ name: 'h', help: 'H', registers });
    histogram.observe(1);
    histogram.reset();
  },
  'no buckets, unsorted buckets, an infinite one': ({ client, registers }) => {
    for (const [index, buckets] of [[], [5, 1, 3], [1, Infinity], [0.5]].entries()) {
      const histogram = new client.Histogram({ name: `h${index}`, help: 'H', buckets, registers });
      for (const value of [0, 1, 2, 4, 6]) histogram.observe(value);
    }
  },
  'wrong values and labels': ({ client, registers, attempt }) => {
    const config = { name: 'h', help: 'H', labelNames, buckets: [1], registers };
    const histogram = loose(new client.Histogram(config));
    for (const value of ['asd', '5', {}, [], true, 5n, null, undefined, NaN, Infinity]) {
      attempt(() => histogram.observe(value));
      attempt(() => histogram.observe({ method: 'GET' }, value));
      attempt(() => loose(histogram.labels('GET', '200')).observe(value));
      attempt(() => histogram.observe(value, 3));
    }
    attempt(() => histogram.observe({ nope: 1 }, 1));
    attempt(() => histogram.observe({ nope: 1 }, 'x'));
    attempt(() => histogram.labels({ nope: 1 }));
    attempt(() => histogram.labels('GET'));
    attempt(() => histogram.remove('GET'));
    attempt(() => histogram.remove({ nope: 1 }));
    attempt(() => new client.Histogram({ ...config, registers: [], labelNames: ['le'] }).type);
  },
};

describe('histograms do what those of prom-client do', () => {
  test.each(Object.entries(scenarios))('%s', async (_, scenario) => {
    await expectSame(scenario);
  });

  test('timers', async () => {
    await expectSame(({ client, registers, note }) => {
      vi.useFakeTimers();
      const histogram = new client.Histogram({
        name: 'h',
        help: 'H',
        labelNames,
        buckets: [1, 2],
        registers,
      });
      const ends = [
        histogram.startTimer(),
        histogram.startTimer({ code: 2 }),
        histogram.labels('a', 'c').startTimer(),
      ];
      vi.advanceTimersByTime(1500);
      note(ends.map((end, index) => end(index === 1 ? { method: 'x' } : undefined)));
      vi.useRealTimers();
    });
  });

  test('exemplars stand beside the bucket of their value in the OpenMetrics page', async () => {
    await expectSame(
      ({ client, registers, attempt }) => {
        vi.useFakeTimers({ now: 1_000_000 });
        const config = {
          name: 'h',
          help: 'H',
          labelNames,
          buckets: [1, 2],
          registers,
          enableExemplars: true,
        };
        const histogram = new client.Histogram(config);
        const labels = { method: 'GET', code: 1 };
        histogram.observe({ labels, value: 1.5, exemplarLabels: { traceId: 'a' } });
        histogram.observe({ labels, value: 1.6, exemplarLabels: { traceId: 'b', spanId: 'c' } });
        histogram.observe({ labels, value: 1.7 });
        histogram.observe({ labels, value: 9, exemplarLabels: { traceId: 'd' } });
        histogram.observe({ value: 0, exemplarLabels: {} });
        attempt(() => histogram.observe({ labels, value: 9, exemplarLabels: { traceId: 'x'.repeat(130) } }));
        attempt(() => loose(histogram).observe());
        const end = histogram.startTimer({ method: 'PUT' }, { traceId: 'e' });
        vi.advanceTimersByTime(1500);
        end({ code: 2 }, { spanId: 'f' });
        vi.useRealTimers();
      },
      [OPENMETRICS],
    );
  });
});
