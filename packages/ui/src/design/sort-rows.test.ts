import { expect, test } from 'vitest';
import { sortRows } from './sort-rows.ts';

interface Row {
  readonly name: string;
  readonly value: number | null;
}

const ROWS: readonly Row[] = [
  { name: 'node-10', value: null },
  { name: 'node-9', value: 3 },
  { name: 'Node-1', value: Number.NaN },
  { name: 'node-2', value: 20 },
];
const COLUMNS = [
  { key: 'name', sortValue: (row: Row) => row.name },
  { key: 'value', sortValue: (row: Row) => row.value },
  { key: 'plain' },
];
const names = (column: string, isDescending: boolean): readonly string[] =>
  sortRows(ROWS, COLUMNS, { column, isDescending }).map(({ name }) => name);

test('names are sorted as people count', () => {
  expect(names('name', false)).toEqual(['Node-1', 'node-2', 'node-9', 'node-10']);
});

test('rows without a value come last, up or down', () => {
  expect(names('value', false)).toEqual(['node-9', 'node-2', 'node-10', 'Node-1']);
  expect(names('value', true)).toEqual(['node-2', 'node-9', 'node-10', 'Node-1']);
});

test('a column that cannot be sorted by leaves the order', () => {
  expect(names('plain', false)).toEqual(ROWS.map(({ name }) => name));
  expect(names('constructor', true)).toEqual(ROWS.map(({ name }) => name));
});
