import { spawnSync } from 'node:child_process';
import { LabelSet, parseExposition } from '@telltale/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRegistry } from '../registry/registry.ts';

const OPENMETRICS = 'application/openmetrics-text';

function shopRegistry() {
  const registry = createRegistry();
  const orders = registry.counter('orders_total', {
    help: 'Orders "placed"\nby \\ method',
    labels: { method: ['card'] },
  });
  orders.inc({ method: 'card' }, 3);
  registry.gauge('carts_open', { help: 'Open carts' }).set(2);
  const seconds = registry.histogram('pay_seconds', {
    help: 'Paying',
    unit: 'seconds',
    labels: { to: 'any' },
    buckets: [0.5, 1],
  });
  seconds.observe({ to: 'a"b\\c\nd' }, 0.7);
  return registry;
}

/** Without the registry's figures about itself. */
function withoutSelf(page: string): string {
  return page.replaceAll(/^.*telltale_sdk.*\n/gm, '');
}

describe('the metrics page', () => {
  test('in the text format', () => {
    expect(withoutSelf(shopRegistry().expose())).toBe(
      String.raw`# HELP orders_total Orders "placed"\nby \\ method
# TYPE orders_total counter
orders_total{method="card"} 3
# HELP carts_open Open carts
# TYPE carts_open gauge
carts_open 2
# HELP pay_seconds Paying
# TYPE pay_seconds histogram
pay_seconds_bucket{to="a\"b\\c\nd",le="0.5"} 0
pay_seconds_bucket{to="a\"b\\c\nd",le="1"} 1
pay_seconds_bucket{to="a\"b\\c\nd",le="+Inf"} 1
pay_seconds_sum{to="a\"b\\c\nd"} 0.7
pay_seconds_count{to="a\"b\\c\nd"} 1
`,
    );
  });

  test('in OpenMetrics, with the same names of series', () => {
    const page = withoutSelf(shopRegistry().expose('openmetrics'));
    expect(page).toContain(
      String.raw`# TYPE orders counter
# HELP orders Orders \"placed\"\nby \\ method
orders_total{method="card"} 3
`,
    );
    expect(page).toContain(
      '# TYPE pay_seconds histogram\n# UNIT pay_seconds seconds\n# HELP pay_seconds Paying\n',
    );
    expect(page.endsWith('# EOF\n')).toBe(true);
  });

  test('is not changed by having been written in the other format', () => {
    const registry = shopRegistry();
    const before = registry.expose();
    registry.expose('openmetrics');
    expect(registry.expose()).toBe(before);
  });

  test('in OpenMetrics keeps the name of a counter that does not end in _total', () => {
    const registry = createRegistry();
    registry.counter('odd', { help: 'Odd' }).inc();
    expect(registry.expose('openmetrics')).toContain('# TYPE odd unknown\n# HELP odd Odd\nodd 1\n');
  });

  test('shows new series and new values at each scrape', () => {
    const registry = createRegistry();
    const hits = registry.counter('hits_total', { help: 'Hits', labels: { route: 'any' } });
    hits.inc({ route: '/a' });
    registry.expose();
    hits.inc({ route: '/a' });
    hits.inc({ route: '/b' });
    expect(registry.expose()).toContain('hits_total{route="/a"} 2\nhits_total{route="/b"} 1\n');
  });

  test.each(['', OPENMETRICS])(
    'is read back exactly, whatever labels and values were recorded (%s)',
    (contentType) => {
      const text = fc.oneof(
        fc.string(),
        fc.string({ unit: 'binary' }),
        fc.constantFrom('"', '\\', '\n', '\0', '\ud800', '{}', '# EOF'),
      );
      const sample = fc.record({ a: text, b: text, value: fc.double({ noNaN: true }) });
      fc.assert(
        fc.property(fc.array(sample, { minLength: 1, maxLength: 8 }), (samples) => {
          // Some of the texts look like e-mail addresses.
          const registry = createRegistry({ guards: { allowSensitive: ['a', 'b'] } });
          const gauge = registry.gauge('g', { help: 'Gauge', labels: { a: 'any', b: 'any' } });
          const expected = new Map<string, number>();
          for (const { a, b, value } of samples) {
            gauge.set({ a, b }, value);
            const stored = [a, b].map((part) => part.toWellFormed().replaceAll('\0', '\u{fffd}'));
            expected.set(LabelSet.of({ __name__: 'g', a: stored[0], b: stored[1] }).key, value);
          }
          const page = registry.expose(contentType === '' ? 'text' : 'openmetrics');
          const family = parseExposition(Buffer.from(page), contentType).families.find(
            ({ name }) => name === 'g',
          );
          expect(new Map(family?.samples.map(({ labels, value }) => [labels.key, value]))).toEqual(expected);
        }),
        { numRuns: 150 },
      );
    },
  );
});

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

test.skipIf(!hasPromtool)('promtool accepts the metrics page (needs promtool on PATH)', () => {
  const { status, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: shopRegistry().expose() });
  expect({ status, stderr: String(stderr) }).toEqual({ status: 0, stderr: '' });
});
