import { ByteWriter } from '../../bytes/byte-writer.ts';
import type { SqlDriver, SqlStatement } from '../../sql/sql-driver.ts';
import type { SpanHead } from '../codec/fragment.ts';
import { microsecondsOf } from '../codec/fragment-writer.ts';
import type { DecidedTrace } from './decided-trace.ts';
import { minuteOf } from '../minute.ts';
import { MinuteCounts } from '../red/minute-counts.ts';
import { Tally } from '../red/tally.ts';
import type { NameInsert } from './name-table.ts';
import { NEVER } from './schema.ts';
import { SpanIndex } from './span-index.ts';
import type { TraceFile } from './trace-file.ts';
import { TracePages } from './trace-page.ts';

const MAX_KNOWN_RESOURCES = 100_000;

/** What of the log is in files with a commit. */
export interface CommittedProgress {
  /** All batches up to it. */
  readonly released: number;
  /** Later batches that have changed: a bit for each fragment. */
  readonly settled: ReadonlyMap<number, Uint8Array>;
}

/**
 * Writes to one file of traces. After a commit that failed it is done with: what it knows may not be in the file.
 */
export class TraceFileWriter {
  readonly #database: SqlDriver;
  readonly #file: TraceFile;
  readonly #insert: NameInsert;
  readonly #statements = new Map<string, SqlStatement>();
  readonly #resources = new Set<string>();
  readonly #tally = new ByteWriter(1 << 10);
  #nextPage: number;

  constructor(database: SqlDriver, file: TraceFile) {
    this.#database = database;
    this.#file = file;
    this.#nextPage = Number(database.prepare('SELECT MAX(id) FROM page').get()?.[0] ?? 0) + 1;
    const service = database.prepare('INSERT INTO service (name) VALUES (?)');
    const operation = database.prepare('INSERT INTO operation (service, name) VALUES (?, ?)');
    this.#insert = {
      service: (name) => service.run(name),
      operation: (serviceId, name) => operation.run(serviceId, name),
    };
  }

  /** Writes what was decided, counts it, and notes what of the log is done: all or nothing. */
  commit(traces: readonly DecidedTrace[], progress: CommittedProgress): void {
    this.#database.transaction(() => {
      this.#writeParts(traces);
      this.#writeCounts(traces);
      this.#writeTotals(traces);
      this.#writeProgress(progress);
    });
  }

  #writeParts(traces: readonly DecidedTrace[]): void {
    const pages = new TracePages(this.#nextPage);
    const index = new SpanIndex();
    const insertPart = this.#statement('INSERT INTO part (trace, id) VALUES (?, ?)');
    const insertSplit = this.#statement('INSERT OR IGNORE INTO split (trace) VALUES (?)');
    for (const { traceId, parts, resources, isContinued } of traces) {
      if (parts.length === 0) continue;
      const trace = Buffer.from(traceId, 'hex');
      for (const { fragments, heads } of parts) {
        const part = pages.add(fragments, extentMs(heads));
        index.add(part, heads, (head) => this.#operationOf(head));
        insertPart.run(trace, part);
      }
      if (isContinued || parts.length > 1) insertSplit.run(trace);
      this.#writeResources(resources);
    }
    this.#writePages(pages);
    this.#writeIndex(index);
  }

  #writePages(pages: TracePages): void {
    const insert = this.#statement('INSERT INTO page (id, directory, data) VALUES (?, ?, ?)');
    for (const { id, directory, data } of pages.take()) {
      insert.run(id, directory, data);
      this.#nextPage = id + 1;
    }
  }

  #writeIndex(index: SpanIndex): void {
    const insert = this.#statement(
      'INSERT INTO span_index (operation, minute, first_part, entries) VALUES (?, ?, ?, ?)',
    );
    for (const { operation, minute, firstPart, entries } of index.rows()) {
      insert.run(operation, minute, firstPart, entries);
    }
  }

  #writeResources(resources: ReadonlyMap<string, string>): void {
    const insert = this.#statement('INSERT OR IGNORE INTO resource (hash, data) VALUES (?, ?)');
    for (const [hash, json] of resources) {
      if (this.#resources.has(hash)) continue;
      insert.run(Buffer.from(hash, 'hex'), json);
      if (this.#resources.size >= MAX_KNOWN_RESOURCES) this.#resources.clear();
      this.#resources.add(hash);
    }
  }

  #writeCounts(traces: readonly DecidedTrace[]): void {
    const counts = new MinuteCounts();
    for (const { heads, calls } of traces) {
      for (const head of heads) counts.countSpan(head);
      for (const call of calls) counts.countCall(call);
    }
    this.#writeOperations(counts);
    this.#writeEdges(counts);
  }

  #writeOperations(counts: MinuteCounts): void {
    const select = this.#statement(
      'SELECT tally FROM operation_minute WHERE minute = ? AND operation = ? AND is_entry = ?',
    );
    const replace = this.#statement(
      'INSERT OR REPLACE INTO operation_minute (minute, operation, is_entry, tally) VALUES (?, ?, ?, ?)',
    );
    for (const { minute, service, operation, isEntry, tally } of counts.operations) {
      const id = this.#file.names.operationId(service, operation, this.#insert);
      this.#addTally([minute, id, isEntry ? 1 : 0], tally, select, replace);
    }
  }

  #writeEdges(counts: MinuteCounts): void {
    const select = this.#statement(
      'SELECT tally FROM edge_minute WHERE minute = ? AND caller = ? AND callee = ?',
    );
    const replace = this.#statement(
      'INSERT OR REPLACE INTO edge_minute (minute, caller, callee, tally) VALUES (?, ?, ?, ?)',
    );
    for (const { minute, caller, callee, tally } of counts.edges) {
      const ids = [caller, callee].map((name) => this.#file.names.serviceId(name, this.#insert));
      this.#addTally([minute, ...ids], tally, select, replace);
    }
  }

  #addTally(key: readonly number[], added: Tally, select: SqlStatement, replace: SqlStatement): void {
    const before = select.get(...key)?.[0];
    if (before instanceof Uint8Array) added.addWritten(before);
    added.write(this.#tally);
    replace.run(...key, this.#tally.take());
  }

  #writeTotals(traces: readonly DecidedTrace[]): void {
    const kept = traces.filter(({ parts }) => parts.length > 0);
    const keptHeads = kept.flatMap(({ heads }) => heads);
    const starts = traces.flatMap(({ heads }) => heads.map(({ startMs }) => startMs));
    if (starts.length === 0) return;
    const update = `UPDATE totals SET traces = traces + ?, spans = spans + ?, oldest = MIN(oldest, ?),
      first_minute = MIN(first_minute, ?), last_minute = MAX(last_minute, ?)`;
    this.#statement(update).run(
      kept.filter(({ isContinued }) => !isContinued).length,
      keptHeads.length,
      keptHeads.length === 0 ? NEVER : microsecondsOf(firstStartMs(keptHeads)),
      minuteOf(starts.reduce((first, startMs) => Math.min(first, startMs))),
      minuteOf(starts.reduce((last, startMs) => Math.max(last, startMs))),
    );
  }

  #writeProgress({ released, settled }: CommittedProgress): void {
    this.#statement('UPDATE progress SET released = MAX(released, ?)').run(released);
    this.#statement('DELETE FROM settled WHERE batch <= ?').run(released);
    const replace = this.#statement('INSERT OR REPLACE INTO settled (batch, fragments) VALUES (?, ?)');
    for (const [batch, fragments] of settled) {
      if (batch > released) replace.run(batch, fragments);
    }
  }

  #statement(sql: string): SqlStatement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) this.#statements.set(sql, (statement = this.#database.prepare(sql)));
    return statement;
  }

  #operationOf({ service, name }: SpanHead): number {
    return this.#file.names.operationId(service, name, this.#insert);
  }
}

function firstStartMs(heads: readonly SpanHead[]): number {
  return heads.reduce((first, { startMs }) => Math.min(first, startMs), Infinity);
}

/** From the first begin of spans to their last end. */
function extentMs(heads: readonly SpanHead[]): number {
  const endMs = heads.reduce((end, { startMs, durationMs }) => Math.max(end, startMs + durationMs), 0);
  return endMs - firstStartMs(heads);
}
