import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SeriesTable } from './series-table.ts';

const text = fc.oneof(fc.integer({ min: 0, max: 40 }).map(String), fc.constantFrom('', '__proto__', 'ü'));
const texts = fc.tuple(text, text);
const action = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('record' as const), texts }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('remove' as const), texts }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear' as const), texts }) },
);

/** All shown series with their values, as a reader sees them. */
function shown(table: SeriesTable): Record<string, number> {
  const series: Record<string, number> = {};
  for (const page of table.pages) {
    for (let row = 0; row < page.rowCount; row++) {
      if (page.live[row] === 1) {
        series[JSON.stringify([page.textOf(row, 0), page.textOf(row, 1)])] = page.values[row];
      }
    }
  }
  return series;
}

test('a table keeps what a map keeps, through removing and adding again', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 400 }), (actions) => {
      const table = new SeriesTable(2, 1);
      const model = new Map<string, number>();
      for (const { kind, texts: given } of actions) {
        const found = table.find(given);
        const key = JSON.stringify(given);
        expect(found >= 0).toBe(model.has(key));
        if (kind === 'record') {
          const series = found >= 0 ? found : table.add(given);
          table.blocks[series >>> 6][series & 63]++;
          model.set(key, (model.get(key) ?? 0) + 1);
        } else if (kind === 'remove') {
          if (found >= 0) table.remove(found);
          model.delete(key);
        } else {
          table.clear();
          model.clear();
        }
        expect(table.count).toBe(model.size);
      }
      expect(shown(table)).toEqual(Object.fromEntries(model));
    }),
    { numRuns: 60 },
  );
});

test('many labels with many values, whose ids are too long for an exact key, are told apart', () => {
  const table = new SeriesTable(6, 1);
  const combinations = Array.from({ length: 3000 }, (_, index) =>
    Array.from(
      { length: 6 },
      (__, label) => `${label}-${(index * (label + 7)) % 997}-${index % (label + 2)}`,
    ),
  );
  const numbers = new Map<string, number>();
  for (const each of combinations) {
    const found = table.find(each);
    const series = found >= 0 ? found : table.add(each);
    const known = numbers.get(each.join('|'));
    if (known !== undefined) expect(series).toBe(known);
    numbers.set(each.join('|'), series);
  }
  expect(table.index.isExact).toBe(false);
  expect(table.count).toBe(numbers.size);
  for (const each of combinations) expect(table.find(each)).toBe(numbers.get(each.join('|')));
});

test('a row is never given to another series while its page lives', () => {
  const table = new SeriesTable(1, 1);
  const first = table.add(['first']);
  const page = table.pageOf(first);
  const row = table.rowOf(first);
  table.remove(first);
  page.values[row] = 99;
  for (let index = 0; index < 200; index++) table.add([String(index)]);
  expect(page.live[row]).toBe(0);
  expect(table.find(['first'])).toBe(-1);
  const again = table.add(['first']);
  expect(table.pageOf(again).values[table.rowOf(again)]).toBe(0);
});

test('pages and texts of series that are gone are given back', () => {
  const table = new SeriesTable(1, 1);
  for (let index = 0; index < 20_000; index++) table.remove(table.add([`text-${index}`]));
  expect(table.count).toBe(0);
  expect(table.pages.length).toBeLessThanOrEqual(1);
  expect(table.dictionaries[0].size).toBeLessThan(2000);
  expect(table.blocks.length).toBeLessThan(5);
});

test('the version of a page grows with each change of its rows', () => {
  const table = new SeriesTable(1, 1);
  const page = table.pageOf(table.add(['a']));
  const versions = [page.version];
  const second = table.add(['b']);
  versions.push(page.version);
  table.remove(second);
  versions.push(page.version);
  expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
});
