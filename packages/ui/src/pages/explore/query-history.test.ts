import { expect, test } from 'vitest';
import type { HistoryStore } from './query-history.ts';
import { MAX_HISTORY, readHistory, rememberQueries } from './query-history.ts';

function memory(initial?: string): HistoryStore {
  const values = new Map<string, string>(
    initial === undefined ? [] : [['telltale.explore.history', initial]],
  );
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
  };
}

test('the newest query stands first, each once', () => {
  const store = memory();
  rememberQueries(store, ['a']);
  rememberQueries(store, ['b']);
  rememberQueries(store, ['a']);
  expect(readHistory(store)).toEqual(['a', 'b']);
});

test('the last fifty queries are kept', () => {
  const store = memory();
  for (let i = 0; i < MAX_HISTORY + 5; i++) rememberQueries(store, [`m${i}`]);
  expect(readHistory(store)).toHaveLength(MAX_HISTORY);
  expect(readHistory(store)[0]).toBe(`m${MAX_HISTORY + 4}`);
});

test('a storage that is broken or closed is an empty history', () => {
  expect(readHistory(memory('{'))).toEqual([]);
  expect(readHistory(memory('{"a":1}'))).toEqual([]);
  expect(readHistory(undefined)).toEqual([]);
  const closed: HistoryStore = {
    getItem: () => {
      throw new Error('closed');
    },
    setItem: () => {
      throw new Error('closed');
    },
  };
  rememberQueries(closed, ['a']);
  expect(readHistory(closed)).toEqual([]);
});
