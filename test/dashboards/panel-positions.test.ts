import { defineMonitoring, gauge, migration, panel, resolveDefinition } from '@telltale/definition';
import { parseExpr } from '@telltale/promql';
import { afterEach, expect, test } from 'vitest';

const SWITCH = Symbol.for('telltale.positions');
afterEach(() => void Reflect.deleteProperty(globalThis, SWITCH));

function resolved() {
  const definition = defineMonitoring({
    service: 'shop',
    preset: migration(),
    metrics: { carts: gauge({ help: 'Carts' }) },
    dashboards: (m) => ({
      Own: {
        Plain: m.carts.now(),
        Sum: m.carts.now().sum(),
        Detailed: panel({ query: m.carts.now() }),
        Help: { text: 'x' },
      },
    }),
  });
  return resolveDefinition(definition, { parse: parseExpr }).dashboards;
}

test('a panel is declared where its query is, or panel(); one of a preset where the preset is taken', () => {
  Reflect.set(globalThis, SWITCH, true);
  const [ofPreset, own] = resolved().map(({ panels }) => panels.map(({ position }) => position));
  const start = ofPreset[0]?.line ?? NaN;
  expect(own.map((position) => (position?.line ?? NaN) - start)).toEqual([6, 7, 8, 0]);
  expect(new Set(ofPreset.map((position) => position?.line))).toEqual(new Set([start]));
  expect(own[0]?.file).toBe(import.meta.filename);
});

test('a running app does not look for the places of its panels', () => {
  const positions = resolved().flatMap(({ panels }) => panels.map(({ position }) => position));
  expect(positions.filter((position) => position !== undefined)).toEqual([]);
});
