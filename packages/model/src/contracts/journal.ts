/** Any value that JSON can carry. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** One entry of a journal. */
export interface JournalEntry<Value extends JsonValue = JsonValue> {
  /** Ascending, unique within the journal. */
  readonly sequence: number;
  readonly timeMs: number;
  readonly value: Value;
}

/**
 * An append-only list that survives a crash: when `append` has resolved, the entry is on disk.
 * Notifications, state changes and proofs are recorded here.
 */
export interface Journal<Value extends JsonValue = JsonValue> {
  append(value: Value, timeMs: number): Promise<JournalEntry<Value>>;
  /** Newest first. */
  read(options?: {
    readonly limit?: number;
    readonly beforeSequence?: number;
  }): Promise<JournalEntry<Value>[]>;
}

/**
 * Small named documents that survive a crash: when `put` has resolved, the document is on disk.
 * Alert state, silences, the delivery outbox and saved views are kept here.
 */
export interface Documents<Value extends JsonValue = JsonValue> {
  get(key: string): Promise<Value | undefined>;
  put(key: string, value: Value): Promise<void>;
  delete(key: string): Promise<void>;
  /** All keys and values, ascending by key. */
  entries(): Promise<(readonly [key: string, value: Value])[]>;
}

/** How much of a journal is kept; the oldest entries go, some time after they are more than that. */
export interface JournalBounds {
  /** Default: 100,000. */
  readonly maxEntries?: number;
  /** Older than the newest entry by more than this. Default: no limit. */
  readonly maxAgeMs?: number;
}

/** Hands out named journals and document collections. */
export interface StateStore {
  journal<Value extends JsonValue>(name: string, bounds?: JournalBounds): Journal<Value>;
  documents<Value extends JsonValue>(name: string): Documents<Value>;
}
