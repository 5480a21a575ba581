import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layOut } from './layout.ts';
import { mapCodec } from './view-state.ts';

const names = fc.uniqueArray(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 30 });
const graphs = names.chain((nodes) =>
  fc.record({
    nodes: fc.constant(nodes),
    edges: fc.array(fc.record({ from: fc.constantFrom(...nodes), to: fc.constantFrom(...nodes) })),
  }),
);

test('every service has a place of its own, whoever calls whom', () => {
  fc.assert(
    fc.property(graphs, ({ nodes, edges }) => {
      const { places, columns, rows } = layOut(nodes, edges);
      expect(new Set(places.keys())).toEqual(new Set(nodes));
      expect(new Set([...places.values()].map(({ column, row }) => `${column} ${row}`)).size).toBe(
        nodes.length,
      );
      for (const { column, row } of places.values()) {
        expect(column).toBeLessThan(columns);
        expect(row).toBeLessThanOrEqual(rows - 1);
      }
    }),
  );
});

test('the same services have the same layout, in whatever order they come', () => {
  fc.assert(
    fc.property(graphs, ({ nodes, edges }) => {
      expect(layOut(nodes.toReversed(), edges.toReversed())).toEqual(layOut(nodes, edges));
    }),
  );
});

test('callers stand left of those that they call', () => {
  const edges = [
    { from: 'web', to: 'shop' },
    { from: 'shop', to: 'pay' },
    { from: 'web', to: 'pay' },
    { from: 'pay', to: 'shop' },
  ];
  const { places } = layOut(['pay', 'shop', 'web'], edges);
  const column = (name: string) => places.get(name)?.column;
  expect([column('web'), column('shop')]).not.toContain(undefined);
  expect(column('web')).toBe(0);
  expect(new Set([column('shop'), column('pay')])).toEqual(new Set([1, 2]));
});

test('what the address of the service map says is read back as it was', () => {
  const words = fc.string({ unit: 'grapheme' });
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
  const states = fc.record({
    view: fc.constantFrom('map' as const, 'table' as const),
    service: fc.option(words, { nil: undefined }),
    callee: fc.option(words, { nil: undefined }),
    zoom: finite,
    x: finite,
    y: finite,
    sort: fc.record({ column: fc.constantFrom('rate', 'p95'), isDescending: fc.boolean() }),
  });
  fc.assert(
    fc.property(states, (state) => {
      const address = mapCodec.format(state).toString();
      expect(mapCodec.parse(new URLSearchParams(address))).toEqual(state);
    }),
  );
});
