import fc from 'fast-check';
import { test } from 'vitest';
import { expectSame, loose } from '../../test/support/both-clients.ts';
import type { Stage } from '../../test/support/both-clients.ts';
import type { Client } from '../../test/support/clients.ts';

const labelNames = ['a', 'b'] as const;
// Texts without colon and comma: prom-client takes some of them for others.
const text = fc.oneof(
  fc.constantFrom('x', 'y', '/a"b\\c\nd', 'ü', ''),
  fc.string({ maxLength: 3 }).map((value) => value.replaceAll(/[:,]/g, '')),
  fc.integer({ min: 0, max: 3 }),
);
const labels = fc.record({ a: text, b: text }, { requiredKeys: [] });
const number = fc.oneof(
  fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => value + 0),
  fc.integer({ min: 0, max: 5 }),
);
const value = fc.oneof(
  { weight: 9, arbitrary: number },
  { weight: 1, arbitrary: fc.constantFrom('1', NaN, Infinity) },
);
const kind = fc.constantFrom('counter' as const, 'gauge' as const, 'histogram' as const, 'summary' as const);

const step = fc.oneof(
  fc.record({ act: fc.constant('record' as const), kind, labels, value }),
  fc.record({ act: fc.constant('child' as const), kind, labels, value }),
  fc.record({ act: fc.constant('remove' as const), kind, labels }),
  fc.record({ act: fc.constant('reset' as const), kind }),
  fc.record({ act: fc.constant('zero' as const), labels }),
  fc.record({ act: fc.constant('defaults' as const), labels }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function metricsOf({ Counter, Gauge, Histogram, Summary }: Client, registers: Stage['registers']) {
  const config = { help: 'H', labelNames, registers };
  return {
    counter: new Counter({ ...config, name: 'c_total' }),
    gauge: new Gauge({ ...config, name: 'g' }),
    histogram: new Histogram({ ...config, name: 'h', buckets: [-5, 0.5, 1, 100] }),
    summary: new Summary({ ...config, name: 's', percentiles: [0, 0.5, 1] }),
  };
}

const METHODS = { counter: 'inc', gauge: 'set', histogram: 'observe', summary: 'observe' } as const;

function run(stage: Stage, metrics: ReturnType<typeof metricsOf>, step: Step): void {
  const { attempt, register } = stage;
  if (step.act === 'zero') attempt(() => metrics.histogram.zero(step.labels));
  else if (step.act === 'defaults') register.setDefaultLabels(step.labels);
  else if (step.act === 'reset') attempt(() => metrics[step.kind].reset());
  else if (step.act === 'remove') attempt(() => metrics[step.kind].remove(step.labels));
  else {
    const { kind, labels, value } = step;
    const target = loose(step.act === 'child' ? metrics[kind].labels(labels) : metrics[kind]);
    const values = step.act === 'child' ? [value] : [labels, value];
    attempt(() => void target[METHODS[kind]](...values));
  }
}

test('random programs give the same pages, JSON and errors with both clients', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      await expectSame((stage) => {
        const metrics = metricsOf(stage.client, stage.registers);
        for (const step of steps) run(stage, metrics, step);
      });
    }),
    { numRuns: 150 },
  );
});
