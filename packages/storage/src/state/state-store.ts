import type { Documents, Journal, JournalBounds, JsonValue, StateStore } from '@telltale/model';
import type { SqlDriver, SqlValue } from '../sql/sql-driver.ts';
import type { StateChange } from './state-change.ts';

/** Entries of a journal whose owner does not say how many. */
const DEFAULT_MAX_ENTRIES = 100_000;

/**
 * Journals and documents in the catalog: read here, changed by the writer thread. Names, keys and
 * values are kept as JSON texts, so that any string is safe. The type parameters are the caller's
 * word: nothing else writes to a journal or collection of that name.
 *
 * @param change - commits a change and resolves with the sequence of an appended entry.
 */
export function createStateStore(
  reader: SqlDriver,
  change: (change: StateChange) => Promise<number>,
): StateStore {
  return {
    journal: <Value extends JsonValue>(name: string, bounds?: JournalBounds) =>
      createJournal<Value>(reader, change, name, bounds),
    documents: <Value extends JsonValue>(name: string) => createDocuments<Value>(reader, change, name),
  };
}

function createJournal<Value extends JsonValue>(
  reader: SqlDriver,
  change: (change: StateChange) => Promise<number>,
  name: string,
  { maxEntries = DEFAULT_MAX_ENTRIES, maxAgeMs = Infinity }: JournalBounds = {},
): Journal<Value> {
  const journal = JSON.stringify(name);
  const bounds = { maxEntries, maxAgeMs };
  const select = reader.prepare(
    'SELECT sequence, time_ms, value FROM journal WHERE name = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?',
  );
  return {
    append: async (value, timeMs) => {
      const text = JSON.stringify(value);
      const sequence = await change({ kind: 'append', journal, timeMs, value: text, bounds });
      return { sequence, timeMs, value: parse(text) as Value };
    },
    read: async ({ limit = 100, beforeSequence = Infinity } = {}) =>
      select
        .all(journal, Math.min(beforeSequence, Number.MAX_SAFE_INTEGER), limit)
        .map(([sequence, timeMs, value]) => ({
          sequence: Number(sequence),
          timeMs: Number(timeMs),
          value: parse(value) as Value,
        })),
  };
}

function createDocuments<Value extends JsonValue>(
  reader: SqlDriver,
  change: (change: StateChange) => Promise<number>,
  name: string,
): Documents<Value> {
  const collection = JSON.stringify(name);
  const selectOne = reader.prepare('SELECT value FROM document WHERE collection = ? AND key = ?');
  const selectAll = reader.prepare('SELECT key, value FROM document WHERE collection = ?');
  return {
    get: async (key) => {
      const row = selectOne.get(collection, JSON.stringify(key));
      return row === undefined ? undefined : (parse(row[0]) as Value);
    },
    put: async (key, value) => {
      await change({ kind: 'put', collection, key: JSON.stringify(key), value: JSON.stringify(value) });
    },
    delete: async (key) => {
      await change({ kind: 'delete', collection, key: JSON.stringify(key) });
    },
    entries: async () =>
      selectAll
        .all(collection)
        .map(([key, value]) => [String(parse(key)), parse(value) as Value] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}

function parse(text: SqlValue): unknown {
  return JSON.parse(String(text));
}
