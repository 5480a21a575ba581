import type { Documents, Journal, JournalEntry, JsonValue, StateStore } from './journal.ts';

/** Journals and documents that live as long as the process: for tests, proofs and trials. */
export function createMemoryState(): StateStore {
  const journals = new Map<string, Journal>();
  const collections = new Map<string, Documents>();
  return {
    journal: <Value extends JsonValue>(name: string) =>
      emplace(journals, name, createMemoryJournal) as unknown as Journal<Value>,
    documents: <Value extends JsonValue>(name: string) =>
      emplace(collections, name, createMemoryDocuments) as unknown as Documents<Value>,
  };
}

function emplace<Value>(map: Map<string, Value>, key: string, create: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = create()));
  return value;
}

function createMemoryJournal(): Journal {
  const entries: JournalEntry[] = [];
  return {
    append: async (value, timeMs) => {
      const entry = { sequence: entries.length + 1, timeMs, value: structuredClone(value) };
      entries.push(entry);
      return entry;
    },
    read: async ({ limit = 100, beforeSequence = Infinity } = {}) =>
      entries
        .filter((entry) => entry.sequence < beforeSequence)
        .toReversed()
        .slice(0, limit),
  };
}

function createMemoryDocuments(): Documents {
  const documents = new Map<string, JsonValue>();
  return {
    get: async (key) => documents.get(key),
    put: async (key, value) => void documents.set(key, structuredClone(value)),
    delete: async (key) => void documents.delete(key),
    entries: async () => [...documents].sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}
