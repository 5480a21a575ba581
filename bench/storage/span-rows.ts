import { DatabaseSync } from 'node:sqlite';
import type { Span } from '@telltale/model';

/** What most would write first: a row for each span, with indexes for what is asked most. */
export class SpanRows {
  readonly #database: DatabaseSync;

  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      CREATE TABLE span (
        trace BLOB, span BLOB, parent BLOB, service TEXT, name TEXT, kind TEXT, status TEXT,
        start_us INTEGER, duration_us INTEGER, attributes TEXT, PRIMARY KEY (trace, span)
      ) WITHOUT ROWID;
      CREATE INDEX span_service ON span (service, name, start_us, duration_us, status);
      CREATE INDEX span_start ON span (start_us);
    `);
  }

  append(spans: readonly Span[]): void {
    const insert = this.#database.prepare('INSERT OR IGNORE INTO span VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.#database.exec('BEGIN');
    for (const span of spans) {
      insert.run(
        Buffer.from(span.traceId, 'hex'),
        Buffer.from(span.spanId, 'hex'),
        Buffer.from(span.parentSpanId ?? '', 'hex'),
        span.service,
        span.name,
        span.kind,
        span.status,
        Math.round(span.startMs * 1000),
        Math.round(span.durationMs * 1000),
        JSON.stringify(span.attributes),
      );
    }
    this.#database.exec('COMMIT');
  }

  finish(): void {
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  all(sql: string, ...parameters: (string | number | Uint8Array)[]): unknown[] {
    return this.#database.prepare(sql).all(...parameters);
  }

  close(): void {
    this.#database.close();
  }
}
