import { afterEach, describe, test, vi } from 'vitest';
import { expectSame, loose } from '../../../test/support/both-clients.ts';
import type { Scenario } from '../../../test/support/both-clients.ts';

const labelNames = ['method', 'code'] as const;

afterEach(() => {
  vi.useRealTimers();
});

const scenarios: Readonly<Record<string, Scenario>> = {
  'a gauge without labels is set and changed': ({ client, registers }) => {
    const gauge = new client.Gauge({ name: 'g', help: 'G', registers });
    gauge.set(10);
    gauge.inc();
    gauge.inc(5);
    gauge.dec();
    gauge.dec(0.5);
    gauge.inc(0);
  },
  'labels by object, with some missing, as numbers': ({ client, registers }) => {
    const gauge = new client.Gauge({ name: 'g', help: 'G', labelNames, registers });
    gauge.set({ method: 'GET', code: '200' }, 1);
    gauge.inc({ method: 'GET', code: 200 }, 2);
    gauge.dec({ code: 404, method: 'PUT' });
    gauge.set({ method: 'GET' }, -1);
    gauge.inc({}, 8);
    gauge.inc(16);
  },
  'values that are no ordinary numbers': ({ client, registers }) => {
    const gauge = new client.Gauge({ name: 'g', help: 'G', labelNames, registers });
    for (const value of [Infinity, -Infinity, NaN, 1e21, 1e-7, 0.1 + 0.2]) gauge.set({ code: value }, value);
  },
  'children by values and by object, kept over remove and reset': ({ client, registers, note }) => {
    const gauge = new client.Gauge({ name: 'g', help: 'G', labelNames, registers });
    const child = gauge.labels('GET', '200');
    child.set(5);
    child.inc();
    child.dec(3);
    gauge.labels({ method: 'PUT' }).inc(3);
    gauge.remove('GET', '200');
    child.inc(5);
    gauge.reset();
    child.dec();
    note(gauge.aggregator);
  },
  'wrong values and labels': ({ client, registers, attempt }) => {
    const gauge = loose(new client.Gauge({ name: 'g', help: 'G', labelNames, registers }));
    for (const value of ['3ms', '5', {}, [], true, 5n, null, undefined]) {
      for (const method of ['set', 'inc', 'dec'] as const) {
        attempt(() => gauge[method](value));
        attempt(() => gauge[method]({ method: 'GET' }, value));
        attempt(() => loose(gauge.labels('GET', '200'))[method](value));
      }
    }
    attempt(() => gauge.set({ nope: 1 }, 1));
    attempt(() => gauge.labels({ nope: 1 }));
    attempt(() => gauge.labels('GET'));
    attempt(() => gauge.remove('GET'));
    attempt(() => gauge.remove({ nope: 1 }));
    attempt(() => gauge.startTimer({ nope: 1 })());
  },
  'a gauge without labels is zero again after a reset': ({ client, registers }) => {
    const gauge = new client.Gauge({ name: 'g', help: 'G', registers });
    gauge.set(5);
    gauge.reset();
  },
};

describe('gauges do what those of prom-client do', () => {
  test.each(Object.entries(scenarios))('%s', async (_, scenario) => {
    await expectSame(scenario);
  });

  test('times and timers', async () => {
    await expectSame(({ client, registers, note }) => {
      vi.useFakeTimers({ now: 1_234_567 });
      const gauge = new client.Gauge({ name: 'g', help: 'G', labelNames, registers });
      const plain = new client.Gauge({ name: 'p', help: 'P', registers });
      plain.setToCurrentTime();
      gauge.setToCurrentTime({ code: 1 });
      gauge.labels('a', 'b').setToCurrentTime();
      const ends = [plain.startTimer(), gauge.startTimer({ code: 2 }), gauge.labels('a', 'c').startTimer()];
      vi.advanceTimersByTime(1500);
      note(ends.map((end, index) => end(index === 1 ? { method: 'x' } : undefined)));
      vi.useRealTimers();
    });
  });
});
