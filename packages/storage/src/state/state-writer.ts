import type { SqlDriver, SqlStatement } from '../sql/sql-driver.ts';
import type { StateChange } from './state-change.ts';

/** A journal is trimmed once in so many entries. */
const TRIM_INTERVAL = 64;

/** Applies changes of journals and documents; lives in the writer thread. */
export class StateWriter {
  readonly #database: SqlDriver;
  readonly #append: SqlStatement;
  readonly #put: SqlStatement;
  readonly #delete: SqlStatement;
  readonly #lastSequence: SqlStatement;
  readonly #trim: SqlStatement;

  constructor(database: SqlDriver) {
    this.#database = database;
    this.#append = database.prepare(
      'INSERT INTO journal (name, sequence, time_ms, value) VALUES (?, ?, ?, ?)',
    );
    this.#put = database.prepare('INSERT OR REPLACE INTO document (collection, key, value) VALUES (?, ?, ?)');
    this.#delete = database.prepare('DELETE FROM document WHERE collection = ? AND key = ?');
    this.#trim = database.prepare(
      'DELETE FROM journal WHERE name = ? AND sequence < ? AND (sequence <= ? OR time_ms < ?)',
    );
    this.#lastSequence = database.prepare(
      'SELECT sequence FROM journal WHERE name = ? ORDER BY sequence DESC LIMIT 1',
    );
  }

  /** Commits all changes together; returns the sequence of each appended entry, 0 for documents. */
  apply(changes: readonly StateChange[]): number[] {
    return this.#database.transaction(() => changes.map((change) => this.#applyOne(change)));
  }

  #trimJournal({ journal, timeMs, bounds }: Extract<StateChange, { kind: 'append' }>, newest: number): void {
    this.#trim.run(journal, newest, newest - bounds.maxEntries, timeMs - bounds.maxAgeMs);
  }

  #applyOne(change: StateChange): number {
    switch (change.kind) {
      case 'append': {
        const sequence = Number(this.#lastSequence.get(change.journal)?.[0] ?? 0) + 1;
        this.#append.run(change.journal, sequence, change.timeMs, change.value);
        if (sequence % TRIM_INTERVAL === 0) this.#trimJournal(change, sequence);
        return sequence;
      }
      case 'put':
        this.#put.run(change.collection, change.key, change.value);
        return 0;
      case 'delete':
        this.#delete.run(change.collection, change.key);
        return 0;
    }
  }
}
