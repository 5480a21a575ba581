import { crc32 } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellOf, metricOf, shownSeries } from '../../../test/aggregation/shown-series.ts';
import type { Sketch } from '../../metrics/distribution/sketch.ts';
import { createRegistry } from '../../registry/registry.ts';
import { decodePages } from './page-decoder.ts';
import { PageEncoder } from './page-encoder.ts';
import { RemoteMetrics } from './remote-metrics.ts';

/** Sends a message; what went wrong is thrown. */
function send(
  encoder: PageEncoder,
  reader: RemoteMetrics,
  registry: ReturnType<typeof busyRegistry>['registry'],
) {
  const bytes = encoder.encode(registry.metrics);
  const message = decodePages(bytes);
  if ('fault' in message) throw new Error(message.fault);
  const fault = reader.apply(message);
  if (fault !== undefined) throw new Error(fault);
  return bytes.length;
}

function busyRegistry() {
  const registry = createRegistry({ guards: {} });
  const labels = { a: 'any', b: 'any' } as const;
  return {
    registry,
    hits: registry.counter('hits_total', { help: 'Hits', labels }),
    depth: registry.gauge('depth', { help: 'Depth', labels, aggregate: 'max' }),
    seconds: registry.histogram('took_seconds', {
      help: 'Took\n"x"',
      unit: 'seconds',
      labels,
      buckets: [1, 2.5],
    }),
    sizes: registry.histogram('sizes', { help: 'Sizes', labels, native: true }),
    state: registry.stateset('state', { help: 'State', labels, states: ['up', 'down'] }),
    waits: registry.summary('waits', { help: 'Waits', labels, quantiles: [0.5] }),
    build: registry.info('build', { help: 'Build', labels }),
  };
}

type Busy = ReturnType<typeof busyRegistry>;
type Labels = { readonly a: string; readonly b: string };

const STEPS: readonly ((busy: Busy, labels: Labels, value: number) => void)[] = [
  ({ hits }, labels, value) => hits.inc(labels, Math.abs(value)),
  ({ depth }, labels, value) => depth.set(labels, value),
  ({ seconds }, labels, value) => seconds.observe(labels, value),
  ({ sizes }, labels, value) => sizes.observe(labels, value),
  ({ state }, labels, value) => state.set(labels, value > 0 ? 'up' : 'down'),
  ({ waits }, labels, value) => waits.observe(labels, value),
  ({ build }, labels) => build.set(labels),
  ({ hits }, labels) => hits.remove(labels),
  ({ sizes }, labels) => sizes.remove(labels),
  ({ hits }) => hits.clear(),
  ({ registry }, { a }) => registry.counter(`more_${a.length}_total`, { help: '' }).inc(),
];

const text = fc.oneof(
  fc.constantFrom('', 'x', '__proto__', 'a\nb', '"', '\u{1f980}', '\ud800', '\0', 'constructor'),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const step = fc.record({
  step: fc.nat(STEPS.length - 1),
  labels: fc.record({ a: text, b: text }),
  value: fc.double({ noNaN: true, noDefaultInfinity: true }),
});

describe('pages', () => {
  test('hold all that a registry holds, message after message', () => {
    fc.assert(
      fc.property(fc.array(fc.array(step, { maxLength: 30 }), { maxLength: 6 }), (batches) => {
        const busy = busyRegistry();
        const encoder = new PageEncoder();
        const reader = new RemoteMetrics();
        for (const batch of batches) {
          for (const { step, labels, value } of batch) STEPS[step](busy, labels, value);
          send(encoder, reader, busy.registry);
          expect(shownSeries(reader.views)).toEqual(shownSeries(busy.registry.metrics));
        }
        const complete = new RemoteMetrics();
        send(new PageEncoder(), complete, busy.registry);
        expect(shownSeries(complete.views)).toEqual(shownSeries(busy.registry.metrics));
      }),
      { numRuns: 60 },
    );
  });

  test('say of a metric what its registry says', () => {
    const { registry } = busyRegistry();
    const reader = new RemoteMetrics();
    send(new PageEncoder(), reader, registry);
    for (const name of ['took_seconds', 'sizes', 'state', 'waits', 'depth']) {
      const { kind, help, unit, labelNames, bounds, native, quantiles } = metricOf(registry.metrics, name);
      const { states, aggregate, hasExemplars, width, maxSeries, createdMs } = metricOf(
        registry.metrics,
        name,
      );
      const parts = { kind, help, unit, labelNames, bounds, native, quantiles, states };
      const said = { ...parts, aggregate, hasExemplars, width, maxSeries, createdMs };
      expect(metricOf(reader.views, name)).toMatchObject(said);
    }
  });

  test('are short when little has changed, and the pages stay the same objects', () => {
    const { registry, hits } = busyRegistry();
    const encoder = new PageEncoder();
    const reader = new RemoteMetrics();
    for (let i = 0; i < 1000; i++) hits.inc({ a: `user ${i}`, b: 'x' });
    const whole = send(encoder, reader, registry);
    const pages = [...metricOf(reader.views, 'hits_total').pages];
    expect(encoder.hasChanged(registry.metrics)).toBe(false);
    hits.inc({ a: 'user 500', b: 'x' });
    expect(encoder.hasChanged(registry.metrics)).toBe(true);
    expect(send(encoder, reader, registry)).toBeLessThan(150);
    expect(whole).toBeGreaterThan(10_000);
    expect(metricOf(reader.views, 'hits_total').pages).toEqual(pages);
    expect(shownSeries(reader.views)['hits_total{a="user 500",b="x"}']).toEqual([2]);
  });

  test('carry native buckets and the quantiles of a summary', () => {
    const { registry, sizes, waits } = busyRegistry();
    const encoder = new PageEncoder();
    const reader = new RemoteMetrics();
    const labels = { a: '', b: '' };
    for (let i = 1; i <= 100; i++) {
      sizes.observe(labels, i);
      waits.observe(labels, i);
      if (i % 50 === 0) send(encoder, reader, registry);
    }
    expect(cellOf(reader.views, 'sizes')).toEqual(cellOf(registry.metrics, 'sizes'));
    const sketch = cellOf(reader.views, 'waits') as Sketch;
    expect(sketch.merged().quantile(0.5)).toBeCloseTo(50, 0);
  });

  test('that were lost make those after them void, until everything is sent again', () => {
    const { registry, hits } = busyRegistry();
    const encoder = new PageEncoder();
    const reader = new RemoteMetrics();
    send(encoder, reader, registry);
    hits.inc({ a: '', b: '' });
    encoder.encode(registry.metrics);
    expect(() => send(encoder, reader, registry)).toThrow('continues a message that did not come');
    expect(shownSeries(reader.views)['hits_total{a="",b=""}']).toBeUndefined();
    const whole = decodePages(encoder.encode(registry.metrics, { isFull: true }));
    expect('fault' in whole ? whole.fault : reader.apply(whole)).toBeUndefined();
    expect(shownSeries(reader.views)['hits_total{a="",b=""}']).toEqual([1]);
  });
});

describe('hostile pages', () => {
  const whole = () => {
    const busy = busyRegistry();
    for (const run of STEPS) run(busy, { a: 'x', b: 'y' }, 3);
    return new PageEncoder().encode(busy.registry.metrics);
  };

  test('that are cut anywhere are refused', () => {
    const bytes = whole();
    for (let length = 0; length < bytes.length; length += 7) {
      expect(decodePages(bytes.subarray(0, length))).toHaveProperty('fault');
    }
  });

  test('with one wrong bit are refused', () => {
    const bytes = whole();
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const wrong = bytes.slice();
        wrong[bit >> 3] ^= 1 << (bit & 7);
        expect(decodePages(wrong)).toHaveProperty('fault');
      }),
      { numRuns: 300 },
    );
  });

  test('of another version are refused, and it is said which', () => {
    const bytes = whole();
    bytes[4] = 9;
    expect(decodePages(bytes)).toMatchObject({ fault: expect.stringContaining('version 9') });
  });

  test('with a right checksum never throw, whatever they say', () => {
    const bytes = whole();
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(bytes.length - 5), fc.nat(255)), { minLength: 1 }), (changes) => {
        const wrong = bytes.slice();
        for (const [at, value] of changes) if (at >= 8) wrong[at] = value;
        sign(wrong);
        const message = decodePages(wrong);
        const reader = new RemoteMetrics();
        if ('fault' in message) expect(message.fault).not.toContain('cannot be read');
        else reader.apply(message);
        for (const { labelNames, pages, width } of reader.views) {
          for (const page of pages) {
            expect(page.values.length).toBeGreaterThanOrEqual(page.rowCount * width);
            for (let row = 0; row < page.rowCount; row++) {
              for (const label of labelNames.keys()) expect(page.textOf(row, label)).toBeTypeOf('string');
            }
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test('of noise are refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (noise) => {
        expect(decodePages(noise)).toHaveProperty('fault');
      }),
      { numRuns: 100 },
    );
  });
});

/** Puts the right checksum at the end. */
function sign(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  view.setUint32(bytes.length - 4, crc32(bytes.subarray(0, -4)), true);
}
