import { parseExposition } from '@telltale/model';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { loose } from '../../test/support/both-clients.ts';
import { ourClient, promClient } from '../../test/support/clients.ts';
import type { Client } from '../../test/support/clients.ts';

/*
 * Where we do something else than prom-client on purpose: each test shows both, so that it fails when one of
 * them changes.
 */

const clients = [promClient, ourClient];
const OPENMETRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

/** What both give. */
function both<Result>(scenario: (client: Client) => Promise<Result>): Promise<Result[]> {
  return Promise.all(clients.map(scenario));
}

afterEach(() => {
  vi.useRealTimers();
});

describe('other than prom-client', () => {
  test('values whose texts run into each other are different series', async () => {
    const counts = await both(async ({ Counter }) => {
      const counter = new Counter({ name: 'c', help: 'C', labelNames: ['a', 'b'], registers: [] });
      counter.inc({ a: '1,b:2' });
      counter.inc({ a: '1', b: '2,' });
      counter.inc({ a: '1,b:2', b: '' });
      counter.inc({ a: '1', b: '2,b:' });
      return (await counter.get()).values.length;
    });
    expect(counts).toEqual([3, 4]);
  });

  test('a label object that is changed later does not change the series', async () => {
    const pages = await both(async ({ Counter }) => {
      const counter = new Counter({ name: 'c', help: 'C', labelNames: ['a'], registers: [] });
      const labels = { a: 'first' };
      counter.inc(labels);
      labels.a = 'second';
      counter.inc(labels);
      return (await counter.get()).values.map(({ labels, value }) => [labels.a, value]);
    });
    expect(pages).toEqual([
      [
        ['second', 1],
        ['second', 1],
      ],
      [
        ['first', 1],
        ['second', 1],
      ],
    ]);
  });

  test('a value with code of its own cannot forge a line', async () => {
    const forged = await both(async ({ Counter, Registry }) => {
      const register = new Registry();
      const counter = new Counter({ name: 'c', help: 'C', labelNames: ['x'], registers: [register] });
      loose(counter).inc({ x: ['"} 1\nforged 2'] });
      return (await register.metrics()).includes('\nforged 2');
    });
    expect(forged).toEqual([true, false]);
  });

  test('a page in OpenMetrics does not rename the counters', async () => {
    const names = await both(async ({ Counter, Registry }) => {
      const register = new Registry(OPENMETRICS);
      const counter = new Counter({ name: 'orders_total', help: 'O', registers: [register] });
      await register.metrics();
      return [counter.name, (await register.getSingleMetricAsString('orders_total')).split('\n')[2]];
    });
    expect(names).toEqual([
      ['orders', 'orders_total 0'],
      ['orders_total', 'orders_total 0'],
    ]);
  });

  test('reading JSON does not leave default labels in the series', async () => {
    const pages = await both(async ({ Counter, Registry }) => {
      const register = new Registry();
      new Counter({ name: 'c', help: 'C', registers: [register] }).inc();
      register.setDefaultLabels({ app: 'shop' });
      await register.getMetricsAsJSON();
      register.setDefaultLabels({});
      return (await register.metrics()).split('\n')[2];
    });
    expect(pages).toEqual(['c{app="shop"} 1', 'c 1']);
  });

  test('what a collect sets in metrics that stand before it is in the same page', async () => {
    const pages = await both(async ({ Gauge, Registry }) => {
      const register = new Registry();
      const registers = [register];
      const first = new Gauge({ name: 'first', help: 'F', registers });
      const collect = () => first.set(5);
      const second = new Gauge({ name: 'second', help: 'S', registers, collect });
      second.set(1);
      return register.metrics();
    });
    expect(pages.map((page) => page.includes('first 5'))).toEqual([false, true]);
  });

  test('an exemplar that is refused leaves no broken one behind', async () => {
    const pages = await both(async ({ Histogram, Registry }) => {
      const register = new Registry(OPENMETRICS);
      const config = { name: 'h', help: 'H', buckets: [1], registers: [register], enableExemplars: true };
      const histogram = new Histogram(config);
      expect(() => histogram.observe({ value: 1, exemplarLabels: { id: 'x'.repeat(130) } })).toThrow(
        RangeError,
      );
      return register.metrics();
    });
    expect(pages.map((page) => page.includes('# {} +Inf undefined'))).toEqual([true, false]);
  });

  test('the first values of a sliding window weigh as much as the later ones', async () => {
    vi.useFakeTimers({ now: 0 });
    const medians = await both(async ({ Summary }) => {
      const window = { maxAgeSeconds: 4, ageBuckets: 4, percentiles: [0.5] };
      const summary = new Summary({ name: 's', help: 'S', registers: [], ...window });
      summary.observe(0);
      vi.advanceTimersByTime(2100);
      summary.observe(2);
      vi.setSystemTime(0);
      return (await summary.get()).values[0].value;
    });
    expect(medians[0]).toBeLessThan(1);
    expect(medians[1]).toBe(1);
  });

  test('a metric that could not be made is in no registry', async () => {
    const counts = await both(async ({ Histogram, Registry }) => {
      const registers = [new Registry()];
      const config = { name: 'h', help: 'H', labelNames: ['le'], registers };
      expect(() => new Histogram(config)).toThrow('le is a reserved label keyword');
      return registers[0].getMetricsAsArray().length;
    });
    expect(counts).toEqual([1, 0]);
  });

  test('a bound of -1 does not count what is above all bounds, and bounds given twice count once', async () => {
    const pages = await both(async ({ Histogram, Registry }) => {
      const register = new Registry();
      const histogram = new Histogram({ name: 'h', help: 'H', buckets: [-1, 1, 1], registers: [register] });
      histogram.observe(0);
      histogram.observe(5);
      const { families } = parseExposition(await register.metrics());
      return families[0].samples.map(({ value }) => value);
    });
    // Three buckets, +Inf, sum, count.
    expect(pages[1]).toEqual([0, 1, 1, 2, 5, 2]);
    expect(pages[0]).not.toEqual(pages[1]);
  });
});
