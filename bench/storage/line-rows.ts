import { DatabaseSync } from 'node:sqlite';
import type { LogRecord } from '@telltale/model';

/** What most would write first: a row for each line, with indexes for what is asked most. */
export class LineRows {
  readonly #database: DatabaseSync;

  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      CREATE TABLE line (
        id INTEGER PRIMARY KEY, time_ms INTEGER, severity INTEGER, service TEXT, trace TEXT, message TEXT, attributes TEXT
      );
      CREATE INDEX line_service ON line (service, severity, time_ms);
      CREATE INDEX line_trace ON line (trace);
      CREATE INDEX line_time ON line (time_ms);
    `);
  }

  append(lines: readonly LogRecord[]): void {
    const insert = this.#database.prepare(
      'INSERT INTO line (time_ms, severity, service, trace, message, attributes) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#database.exec('BEGIN');
    for (const { timeMs, severity, service, traceId, message, attributes } of lines) {
      insert.run(timeMs, severity, service, traceId ?? null, message, JSON.stringify(attributes));
    }
    this.#database.exec('COMMIT');
  }

  all(sql: string, ...parameters: (string | number)[]): unknown[] {
    return this.#database.prepare(sql).all(...parameters);
  }

  finish(): void {
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  close(): void {
    this.#database.close();
  }
}
