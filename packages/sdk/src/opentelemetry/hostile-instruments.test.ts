import type { Attributes, MetricOptions } from '@opentelemetry/api';
import { parseExposition } from '@telltale/model';
import { expect, test } from 'vitest';
import { createRegistry } from '../registry/registry.ts';
import { createMeterProvider } from './create-meter-provider.ts';
import type { Translation } from './translation/translation.ts';

const circular: unknown[] = [];
circular.push(circular);

test.each<Translation>([
  'UnderscoreEscapingWithSuffixes',
  'UnderscoreEscapingWithoutSuffixes',
  'NoUTF8EscapingWithSuffixes',
  'NoTranslation',
])('instruments that are asked for wrongly throw nothing and leave the page whole (%s)', (translation) => {
  const registry = createRegistry();
  const meter = createMeterProvider(registry, {
    translation,
    views: [
      { instrument: 'renamed.*', name: 'same\n# EOF' },
      { instrument: 'nameless', name: '' },
    ],
  }).getMeter('test');
  for (const name of [null, undefined, 5, {}, Symbol('x'), '', 'a b', '1st']) {
    meter.createCounter(name as string).add(1);
  }
  for (const [index, options] of [
    null,
    'text',
    { unit: 5 },
    { unit: '"}\n{[/' },
    { description: {} },
    { description: '\n# EOF\ud800' },
    { advice: { explicitBucketBoundaries: 'x' } },
    { advice: null },
  ].entries()) {
    meter.createHistogram(`histogram.${index}`, options as MetricOptions).record(1);
    meter
      .createObservableGauge(`gauge.${index}`, options as MetricOptions)
      .addCallback((result) => result.observe(1));
  }
  meter.createGauge('renamed.a').record(1, { a: 1 });
  meter.createHistogram('renamed.b').record(1);
  meter.createGauge('nameless').record(1);
  for (const format of ['text', 'openmetrics'] as const) {
    const contentType = format === 'openmetrics' ? 'application/openmetrics-text' : '';
    const { families } = parseExposition(registry.expose(format), contentType);
    const samples = families.flatMap((family) => family.samples);
    expect(new Set(samples.map(({ labels }) => labels.key)).size).toBe(samples.length);
    const names = families.map(({ name }) => name.replaceAll('_', '.'));
    const shown = Array.from({ length: 8 }, (_, i) => [`histogram.${i}`, `gauge.${i}`]).flat();
    expect(shown.filter((name) => !names.some((one) => one.startsWith(name)))).toEqual([]);
  }
});

test.each([
  ['null', null, {}],
  ['a list that contains itself', { circular, b: 'kept' }, { b: 'kept' }],
  ['a list of big integers', { big: [1n], b: 'kept' }, { b: 'kept' }],
  ['an object that is no JSON', { json: { toJSON: () => undefined }, b: 'kept' }, { b: 'kept' }],
])('a measurement counts whatever its attributes are: %s', (_, attributes, labels) => {
  const registry = createRegistry();
  const meter = createMeterProvider(registry).getMeter('test');
  meter.createCounter('hits').add(2, attributes as unknown as Attributes);
  meter
    .createObservableGauge('size')
    .addCallback((result) => result.observe(3, attributes as unknown as Attributes));
  const { families } = parseExposition(registry.expose());
  const found = families.flatMap(({ samples }) =>
    samples.filter(({ labels }) => /^(?:hits_total|size)$/.test(labels.metricName)),
  );
  expect(found.map((sample) => [{ ...sample.labels.withoutName().toObject() }, sample.value])).toEqual([
    [labels, 2],
    [labels, 3],
  ]);
});
