import type { Attributes } from '@telltale/model';
import type { SqlDriver, SqlStatement, SqlValue } from '../../sql/sql-driver.ts';
import { sqlFailureOf } from '../../sql/sql-failure.ts';
import type { Fragment } from '../codec/fragment.ts';
import { MICROSECONDS_PER_MS } from '../codec/fragment-writer.ts';
import { parseResource } from '../codec/resource-hashes.ts';
import { NameTable } from './name-table.ts';
import type { KeptPage, PageCache } from './page-cache.ts';
import { NEVER } from './schema.ts';
import { PARTS_PER_PAGE, fragmentsOf, readDirectory, unpackPage } from './trace-page.ts';
import type { PartEntry } from './trace-page.ts';

const MAX_KEPT_RESOURCES = 10_000;

/** Figures of a file. */
export interface FileTotals {
  /** Whose first part is in the file. */
  readonly traces: number;
  readonly spans: number;
  /** Begin of the first span that is kept. */
  readonly oldestMs: number | undefined;
  /** Minutes in which spans began that are kept or counted; in an empty file the first is after the last. */
  readonly firstMinute: number;
  readonly lastMinute: number;
}

/** What is in a file of batches of the log. */
export interface FileProgress {
  /** All batches up to it are in files. */
  readonly released: number;
  /** Of later ones, a bit for each fragment, set for those that are in files. */
  readonly settled: ReadonlyMap<number, Uint8Array>;
}

/** A row of counts by minute: its key, and what was counted. */
export interface MinuteRow {
  readonly key: readonly [minute: number, first: number, second: number];
  readonly tally: Uint8Array;
}

/** What a file has from those who open it. */
export interface TraceFileContext {
  /** Names the file among those that share the pages, also from one that had its path before. */
  readonly key: number;
  readonly pages: PageCache;
  /** Is told what could not be read; the answer goes on without it. */
  readonly onDamage: (error: unknown) => void;
}

/** One file of traces, for reading. */
export class TraceFile {
  readonly #database: SqlDriver;
  readonly #context: TraceFileContext;
  readonly #statements = new Map<string, SqlStatement>();
  readonly #resources = new Map<string, Attributes>();
  #names: NameTable | undefined;

  /** @param names - of the file, where another connection to it has them already. */
  constructor(database: SqlDriver, context: TraceFileContext, names?: NameTable) {
    this.#database = database;
    this.#context = context;
    this.#names = names;
  }

  get names(): NameTable {
    return (this.#names ??= new NameTable(this.#database));
  }

  totals(): FileTotals {
    const sql = 'SELECT traces, spans, oldest, first_minute, last_minute FROM totals';
    const [traces, spans, oldest, firstMinute, lastMinute] = (this.#get(sql) ?? [0, 0, NEVER, NEVER, -1]).map(
      Number,
    );
    const oldestMs = oldest === NEVER ? undefined : oldest / MICROSECONDS_PER_MS;
    return { traces, spans, oldestMs, firstMinute, lastMinute };
  }

  progress(): FileProgress {
    const settled = new Map<number, Uint8Array>();
    for (const [batch, fragments] of this.#all('SELECT batch, fragments FROM settled')) {
      settled.set(Number(batch), bytesOf(fragments));
    }
    return { released: Number(this.#get('SELECT released FROM progress')?.[0] ?? 0), settled };
  }

  /** The parts of a trace, in the order they were written. */
  partsOf(traceId: string): number[] {
    const trace = Buffer.from(traceId, 'hex');
    return this.#all('SELECT id FROM part WHERE trace = ? ORDER BY id', trace).map(([id]) => Number(id));
  }

  /** Ids of traces of which the file has a part that was not written with all others. */
  splitTraces(): string[] {
    return this.#all('SELECT trace FROM split').map(([trace]) => Buffer.from(bytesOf(trace)).toString('hex'));
  }

  /** The fragments of a part; none where the page is gone. */
  fragments(part: number): Fragment[] {
    const page = this.#page(Math.floor(part / PARTS_PER_PAGE));
    const entry = page?.parts.at(part % PARTS_PER_PAGE);
    return page === undefined || entry === undefined ? [] : fragmentsOf(page.bytes, entry);
  }

  /** The parts of a page, without reading them. */
  directory(page: number): readonly PartEntry[] {
    const row = this.#get('SELECT directory FROM page WHERE id = ?', page);
    return row === undefined ? [] : readDirectory(bytesOf(row[0]));
  }

  /** The attributes of a program. */
  resource(hash: string): Attributes {
    let resource = this.#resources.get(hash);
    if (resource === undefined) {
      resource = parseResource(this.resourceJson(hash));
      if (this.#resources.size >= MAX_KEPT_RESOURCES) this.#resources.clear();
      this.#resources.set(hash, resource);
    }
    return resource;
  }

  /** The attributes of a program as JSON. */
  resourceJson(hash: string): string {
    const row = this.#get('SELECT data FROM resource WHERE hash = ?', Buffer.from(hash, 'hex'));
    return String(row?.[0] ?? '{}');
  }

  /** The last minute up to one in which an operation has spans; `-Infinity` where there is none. */
  lastMinute(operation: number, upTo: number): number {
    const sql = 'SELECT MAX(minute) FROM span_index WHERE operation = ? AND minute <= ?';
    const minute = this.#get(sql, operation, upTo)?.[0] ?? null;
    return minute === null ? -Infinity : Number(minute);
  }

  /** Entries of the index: rows of an operation, from a minute to another one. */
  indexRows(operation: number, from: number, to: number) {
    const sql =
      'SELECT minute, first_part, entries FROM span_index WHERE operation = ? AND minute BETWEEN ? AND ?';
    return this.#all(sql, operation, from, to).map(([minute, firstPart, entries]) => ({
      minute: Number(minute),
      firstPart: Number(firstPart),
      entries: bytesOf(entries),
    }));
  }

  /** Some counts of operations after one, up to a minute. The key is minute, operation and whether it is entered by them. */
  operationMinutes(after: MinuteRow['key'], lastMinute: number, limit: number): MinuteRow[] {
    const sql = `SELECT minute, operation, is_entry, tally FROM operation_minute
      WHERE (minute, operation, is_entry) > (?, ?, ?) AND minute <= ?
      ORDER BY minute, operation, is_entry LIMIT ?`;
    return this.#all(sql, ...after, lastMinute, limit).map(minuteRow);
  }

  /** The same of calls. The key is minute, caller and callee. */
  edgeMinutes(after: MinuteRow['key'], lastMinute: number, limit: number): MinuteRow[] {
    const sql = `SELECT minute, caller, callee, tally FROM edge_minute
      WHERE (minute, caller, callee) > (?, ?, ?) AND minute <= ?
      ORDER BY minute, caller, callee LIMIT ?`;
    return this.#all(sql, ...after, lastMinute, limit).map(minuteRow);
  }

  /** From now on the file seems not to change, until it is closed. */
  freeze(): void {
    this.#database.execute('BEGIN');
    this.progress();
  }

  close(): void {
    this.#database.close();
  }

  #page(id: number): KeptPage | undefined {
    const { pages } = this.#context;
    const key = `${this.#context.key}/${id}`;
    const kept = pages.get(key);
    if (kept !== undefined) return kept;
    const row = this.#get('SELECT directory, data FROM page WHERE id = ?', id);
    const page = row && this.#unpack(bytesOf(row[0]), bytesOf(row[1]));
    if (page !== undefined) pages.set(key, page);
    return page;
  }

  #unpack(directory: Uint8Array, data: Uint8Array): KeptPage | undefined {
    try {
      const parts = readDirectory(directory);
      return { parts, bytes: unpackPage(data, parts) };
    } catch (error) {
      this.#context.onDamage(error);
      return undefined;
    }
  }

  #get(sql: string, ...parameters: SqlValue[]): SqlValue[] | undefined {
    return this.#read(() => this.#statement(sql).get(...parameters));
  }

  #all(sql: string, ...parameters: SqlValue[]): SqlValue[][] {
    return this.#read(() => this.#statement(sql).all(...parameters)) ?? [];
  }

  #read<Result>(work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      if (sqlFailureOf(error) !== 'damaged') throw error;
      this.#context.onDamage(error);
      return undefined;
    }
  }

  #statement(sql: string): SqlStatement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) this.#statements.set(sql, (statement = this.#database.prepare(sql)));
    return statement;
  }
}

function minuteRow([minute, first, second, tally]: SqlValue[]): MinuteRow {
  return { key: [Number(minute), Number(first), Number(second)], tally: bytesOf(tally) };
}

function bytesOf(value: SqlValue): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array();
}
