import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Diagnostics } from '../../diagnostics/diagnostics.ts';
import { planLabels } from '../guards/label-plan.ts';
import { generateFind } from './generated-find.ts';
import { SeriesAdmission } from './series-admission.ts';
import { SeriesLookup } from './series-lookup.ts';
import { SeriesTable } from './series-table.ts';

const WAYS = [
  ['generated', generateFind],
  ['general', () => undefined],
] as const;

const LABELS = { method: 'any', route: 'any', status: 'any' } as const;

function lookupWith(generate: typeof generateFind | (() => undefined)) {
  const plan = planLabels('m', { kind: 'counter', labels: LABELS });
  const table = new SeriesTable(3, 1);
  const diagnostics = new Diagnostics();
  const drops: string[] = [];
  diagnostics.countDropsWith((reason) => drops.push(reason));
  const common = { metric: 'm', plan, table, diagnostics };
  const admission = new SeriesAdmission({ ...common, maxSeries: 1000 });
  const lookup = new SeriesLookup({ ...common, admission, isOn: true, generate });
  return { table, lookup, drops };
}

const value = fc.oneof(
  fc.constantFrom('GET', '/a', '200', 'x'),
  fc.integer({ min: 0, max: 1200 }),
  fc.string({ maxLength: 2 }),
  fc.constantFrom<unknown>(-0, 0, 200, '0', null, undefined, true, 1n, Symbol('s'), [], {}, NaN, 1.5),
);
const entry = fc.tuple(fc.constantFrom('method', 'route', 'status', 'other'), value);
const shuffled = fc.shuffledSubarray(['method', 'route', 'status'], { minLength: 3 });
const whole = fc
  .tuple(shuffled, value, value, value)
  .map(([names, ...values]) => Object.fromEntries(names.map((name, at) => [name, values[at]])));
const labelObject = fc.oneof(
  { weight: 5, arbitrary: whole },
  { weight: 1, arbitrary: fc.array(entry, { maxLength: 4 }).map((entries) => Object.fromEntries(entries)) },
);

test('the generated and the general look-up agree, whatever the labels are', () => {
  fc.assert(
    fc.property(fc.array(labelObject, { maxLength: 60 }), (objects) => {
      const [one, other] = WAYS.map(([, generate]) => lookupWith(generate));
      for (const labels of [...objects, ...objects]) {
        expect(one.lookup.find(labels)).toBe(other.lookup.find(labels));
      }
      expect(one.drops).toEqual(other.drops);
      expect(one.table.count).toBe(other.table.count);
    }),
    { numRuns: 60 },
  );
});

describe.each(WAYS)('the %s look-up', (_, generate) => {
  test('finds the series of the same texts, as a map does', () => {
    const text = fc.oneof(fc.constantFrom('a', 'b', 'constructor'), fc.string({ maxLength: 3 }));
    const labels = fc.record({ method: text, route: text, status: text }, { noNullPrototype: true });
    fc.assert(
      fc.property(fc.array(labels, { maxLength: 80 }), (objects) => {
        const { lookup } = lookupWith(generate);
        const model = new Map<string, number>();
        for (const { method, route, status } of objects) {
          const stored = [method, route, status].map((part) =>
            part.toWellFormed().replaceAll('\0', '\u{fffd}'),
          );
          const key = JSON.stringify(stored);
          const series = lookup.find({ method, route, status });
          expect(model.get(key) ?? series).toBe(series);
          model.set(key, series);
        }
        expect(new Set(model.values()).size).toBe(model.size);
      }),
      { numRuns: 60 },
    );
  });

  test('finds a removed series as a new one', () => {
    const { lookup, table } = lookupWith(generate);
    const labels = { method: 'GET', route: '/', status: 200 };
    const first = lookup.find(labels);
    table.remove(lookup.peek(labels));
    expect(lookup.peek(labels)).toBe(-1);
    expect(lookup.find(labels)).not.toBe(first);
    expect(table.count).toBe(1);
  });

  test('takes a number for its text', () => {
    const { lookup, table } = lookupWith(generate);
    const found = [200, '200', 200, -0, 0, '0', 1e21, '1e+21'].map((status) =>
      lookup.find({ method: 'GET', route: '/', status }),
    );
    expect(new Set(found).size).toBe(3);
    expect(table.count).toBe(3);
  });

  test.each([
    ['a label too few', { method: 'GET', route: '/' }],
    ['a label too many', { method: 'GET', route: '/', status: 1, more: 1 }],
    ['another name', { method: 'GET', route: '/', state: 1 }],
  ])('refuses %s, also of a known series', (__, labels) => {
    const { lookup, drops } = lookupWith(generate);
    lookup.find({ method: 'GET', route: '/', status: 1 });
    expect(lookup.find(labels)).toBe(-1);
    expect(drops).toHaveLength(1);
  });
});

test('a process that forbids code from strings records as any other', () => {
  const registry = new URL('../../registry/registry.ts', import.meta.url).href;
  const program = `
    import { createRegistry } from ${JSON.stringify(registry)};
    const registry = createRegistry();
    const hits = registry.counter('hits_total', { help: 'Hits', labels: { method: 'any', status: 'any' } });
    for (let i = 0; i < 3; i++) hits.inc({ method: 'GET', status: 200 });
    console.log(registry.expose());`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      '--disallow-code-generation-from-strings',
      '--conditions=@telltale/source',
      '--no-warnings',
      '--input-type=module',
      '--eval',
      program,
    ],
    { encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  expect(stdout).toContain('hits_total{method="GET",status="200"} 3');
});
