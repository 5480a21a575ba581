import { afterEach, describe, expect, test, vi } from 'vitest';
import { expectSame, loose } from '../../../test/support/both-clients.ts';
import type { Scenario } from '../../../test/support/both-clients.ts';

const labelNames = ['method', 'code'] as const;

const scenarios: Readonly<Record<string, Scenario>> = {
  'a counter without labels starts at zero and is increased by one and by values': ({
    client,
    registers,
  }) => {
    const counter = new client.Counter({ name: 'c_total', help: 'C', registers });
    counter.inc();
    counter.inc(2.5);
    counter.inc(0);
  },
  'a name without _total gets it in OpenMetrics only': ({ client, registers }) => {
    new client.Counter({ name: 'plain', help: 'C', registers }).inc();
  },
  'labels by object in any order, with some missing, as numbers': ({ client, registers }) => {
    const counter = new client.Counter({ name: 'c', help: 'C', labelNames, registers });
    counter.inc({ method: 'GET', code: '200' });
    counter.inc({ code: 200, method: 'GET' }, 2);
    counter.inc({ code: 404, method: 'PUT' });
    counter.inc({ method: 'GET' });
    counter.inc({ code: '500' }, 4);
    counter.inc({}, 8);
    counter.inc(16);
  },
  'children by values and by object, kept over remove and reset': ({ client, registers }) => {
    const counter = new client.Counter({ name: 'c', help: 'C', labelNames, registers });
    const child = counter.labels('GET', '200');
    child.inc();
    counter.labels({ method: 'PUT' }).inc(3);
    counter.remove('GET', '200');
    child.inc(5);
    counter.reset();
    child.inc(7);
    counter.labels({ method: 'PUT' }).inc();
  },
  'removed series leave the page, and come back at its end': ({ client, registers }) => {
    const counter = new client.Counter({ name: 'c', help: 'C', labelNames, registers });
    for (const method of ['a', 'b', 'c']) counter.inc({ method, code: 1 });
    counter.remove({ code: 1, method: 'a' });
    counter.remove('never', 'there');
    counter.inc({ method: 'a', code: 1 }, 9);
  },
  'a counter without labels is zero again after a reset': ({ client, registers }) => {
    const counter = new client.Counter({ name: 'c', help: 'C', registers });
    counter.inc(5);
    counter.reset();
  },
  'collect is called with the metric as this, also when it is asynchronous': ({ client, registers }) => {
    const config = { name: 'a', help: 'A', registers };
    const counter = new client.Counter({
      ...config,
      collect() {
        this.inc(3);
      },
    });
    const late = new client.Counter({
      ...config,
      name: 'b',
      async collect() {
        await Promise.resolve();
        this.inc(4);
      },
    });
    return [counter.name, late.name];
  },
  'a collect that throws rejects the page and the JSON': ({ client, registers, note }) => {
    const config = { name: 'a', help: 'A', registers };
    const collect = () => {
      throw new RangeError('no connection');
    };
    note(new client.Counter({ ...config, collect }).type);
  },
  'wrong values and labels': ({ client, registers, attempt }) => {
    const counter = loose(new client.Counter({ name: 'c', help: 'C', labelNames, registers }));
    for (const value of ['3ms', '5', -1, -Infinity, Infinity, {}, [], true, 5n, () => 1]) {
      attempt(() => void counter.inc(undefined, value));
      attempt(() => void counter.inc({ method: 'GET' }, value));
      attempt(() => void counter.labels('GET', '200').inc(value));
    }
    attempt(() => void counter.inc({ methode: 'GET' }));
    attempt(() => void counter.inc({ methode: 'GET' }, -1));
    attempt(() => void counter.inc({ toString: 'x' }));
    attempt(() => void counter.labels({ nope: 1 }).inc());
    attempt(() => void counter.labels('GET').inc());
    attempt(() => void counter.labels('GET', '200', 'more').inc());
    attempt(() => counter.remove('GET'));
    attempt(() => counter.remove({ nope: 1 }));
    attempt(() => void counter.inc(null));
    attempt(() => void counter.inc({ method: 'nothing given' }, null));
  },
  'empty label values are values, undefined ones are none': ({ client, registers }) => {
    const counter = loose(new client.Counter({ name: 'c', help: 'C', labelNames, registers }));
    counter.inc({ method: '', code: null });
    counter.inc({ method: '', code: 'null' });
    counter.inc({ method: undefined, code: false });
    counter.inc({ code: 'false' });
    counter.inc({ method: ['a', 'b'], code: { x: 1 } });
  },
  'texts that must be escaped': ({ client, registers }) => {
    const help = 'Backslash \\ and\nline "break"';
    const counter = new client.Counter({ name: 'c', help, labelNames: ['x'], registers });
    for (const x of ['"', '\\', '\n', 'a"b\\c\nd', 'ü\u{1f600}', '{}', '#']) counter.inc({ x });
  },
};

const constructions: Readonly<Record<string, unknown>> = {
  'no configuration': undefined,
  'a text': 'name',
  'no help': { name: 'c' },
  'no name': { help: 'C' },
  'a name that is not valid': { name: 'my-counter', help: 'C' },
  'a label name that is not valid': { name: 'c', help: 'C', labelNames: ['a', 'my-label'] },
  'a collect that is no function': { name: 'c', help: 'C', collect: 5 },
  'exemplars in a registry of the text format': { name: 'c', help: 'C', enableExemplars: true },
};

afterEach(() => {
  vi.useRealTimers();
});

describe('counters do what those of prom-client do', () => {
  test.each(Object.entries(scenarios))('%s', async (_, scenario) => {
    await expectSame(scenario);
  });

  test.each(Object.entries(constructions))('made from %s', async (_, configuration) => {
    await expectSame(({ client, registers, attempt }) => {
      const full = typeof configuration === 'object' ? { registers, ...configuration } : configuration;
      attempt(() => new client.Counter(full as never).type);
      attempt(() => new client.Gauge(full as never).type);
      attempt(() => new client.Histogram(full as never).type);
      attempt(() => new client.Summary(full as never).type);
    });
  });

  test('exemplars of the last event that had one stand in the OpenMetrics page', async () => {
    vi.useFakeTimers({ now: 1_000_000, toFake: ['Date'] });
    await expectSame(
      ({ client, registers, attempt }) => {
        const counter = new client.Counter({
          name: 'c',
          help: 'C',
          labelNames,
          registers,
          enableExemplars: true,
        });
        const labels = { method: 'GET', code: 200 };
        counter.inc({ labels, value: 2, exemplarLabels: { traceId: 'a"b' } });
        counter.inc({ labels, exemplarLabels: { traceId: 'last' } });
        counter.inc({ labels, value: 5 });
        counter.inc();
        attempt(() => counter.inc({ labels, exemplarLabels: { traceId: 'x'.repeat(130) } }));
        counter.labels('PUT', '1').inc();
      },
      ['application/openmetrics-text; version=1.0.0; charset=utf-8'],
    );
  });
});

test('a value of a label that has code of its own cannot forge a line', async () => {
  const { Counter, Registry } = await import('../../prom-client.ts');
  const register = new Registry();
  const counter = loose(new Counter({ name: 'c', help: 'C', labelNames: ['x'], registers: [register] }));
  counter.inc({ x: { toString: () => '"} 1\nforged 2' } });
  counter.inc({ x: ['"} 1\nforged 2'] });
  expect((await register.metrics()).split('\n').filter((line) => line.startsWith('forged'))).toEqual([]);
  expect(await register.metrics()).toContain(String.raw`c{x="\"} 1\nforged 2"} 2`);
});
