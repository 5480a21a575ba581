import { parseExposition } from '@telltale/model';
import fc from 'fast-check';
import * as prom from 'prom-client';
import { expect, test } from 'vitest';
import { createRegistry } from './registry.ts';

const labelNames = ['a', 'b'] as const;
const labels = { a: 'any', b: 'any' } as const;
const buckets = [0.1, 0.5, 1, 5];

const label = fc.oneof(fc.constantFrom('x', 'y', '/a"b\\c\nd', 'ü'), fc.string({ maxLength: 3 }));
const labelled = fc.record({ a: label, b: label });
const step = fc.double({ min: 0, max: 1e6, noNaN: true });
// prom-client writes 0 for minus zero; plus zero makes one of the other.
const value = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((number) => number + 0);
const action = fc.oneof(
  fc.record({ kind: fc.constant('count' as const), labels: labelled, value: step }),
  fc.record({ kind: fc.constant('set' as const), labels: labelled, value }),
  fc.record({ kind: fc.constant('observe' as const), labels: labelled, value }),
);

/** Series and values of a page, in an order of their own. */
function content(page: string): unknown[] {
  return parseExposition(page)
    .families.filter(({ name }) => !name.startsWith('telltale_'))
    .flatMap(({ name, type, help, samples }) =>
      samples.map((sample) => [name, type, help, sample.labels.key, sample.value]),
    )
    .sort((a, b) => String(a[3]).localeCompare(String(b[3])));
}

test('the same calls give the same page as prom-client gives', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 30 }), async (actions) => {
      const ours = createRegistry();
      const theirs = new prom.Registry();
      const registers = [theirs];
      const counter = ours.counter('c_total', { help: 'Count', labels });
      const gauge = ours.gauge('g', { help: 'Gauge', labels });
      const histogram = ours.histogram('h', { help: 'Histogram', labels, buckets });
      const theirCounter = new prom.Counter({ name: 'c_total', help: 'Count', labelNames, registers });
      const theirGauge = new prom.Gauge({ name: 'g', help: 'Gauge', labelNames, registers });
      const theirHistogram = new prom.Histogram({
        name: 'h',
        help: 'Histogram',
        labelNames,
        buckets,
        registers,
      });
      for (const { kind, labels, value } of actions) {
        if (kind === 'count') {
          counter.inc(labels, value);
          theirCounter.inc(labels, value);
        } else if (kind === 'set') {
          gauge.set(labels, value);
          theirGauge.set(labels, value);
        } else {
          histogram.observe(labels, value);
          theirHistogram.observe(labels, value);
        }
      }
      expect(content(ours.expose())).toEqual(content(await theirs.metrics()));
    }),
    { numRuns: 100 },
  );
});
