const KEY = 'telltale.explore.history';
/** Queries that are kept, the newest first. */
export const MAX_HISTORY = 50;
/** A longer one is not worth the room. */
const MAX_LENGTH = 4000;

/** Where the history lives: the browser's own storage, which may be switched off. */
export type HistoryStore = Pick<Storage, 'getItem' | 'setItem'>;

/** Queries that were run in this browser, the newest first. */
export function readHistory(store: HistoryStore | undefined): readonly string[] {
  try {
    const stored: unknown = JSON.parse(store?.getItem(KEY) ?? '[]');
    if (!Array.isArray(stored)) return [];
    return stored.filter((one): one is string => typeof one === 'string').slice(0, MAX_HISTORY);
  } catch {
    return [];
  }
}

/** Remembers queries, each once. */
export function rememberQueries(store: HistoryStore | undefined, queries: readonly string[]): void {
  const fresh = queries.filter(({ length }) => length <= MAX_LENGTH);
  const all = [...new Set([...fresh, ...readHistory(store)])].slice(0, MAX_HISTORY);
  try {
    store?.setItem(KEY, JSON.stringify(all));
  } catch {
    // A full or closed storage costs the history, nothing else.
  }
}

/** The storage of this browser, if it lets the page have one. */
export function browserStore(): HistoryStore | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
