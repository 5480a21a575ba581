import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { packBlock } from './packed-block.ts';
import { shrinkDatabase } from '../sql/sql-driver.ts';
import type { SqlDriver, SqlStatement } from '../sql/sql-driver.ts';

/** Layout of day files; a file with a higher number was written by a newer version. */
export const DAY_LAYOUT = 1;

/** Marks a file whose blocks are all compressed, where that saves anything. */
const PACKED_MARK = 0x7061_636b;
/** So many blocks are compressed at a time: some ten milliseconds. */
const BLOCKS_PER_PACK = 32;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS origin (store TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS roster (id INTEGER PRIMARY KEY, series BLOB NOT NULL UNIQUE);
  CREATE TABLE IF NOT EXISTS block (
    id INTEGER PRIMARY KEY, start_ms INTEGER NOT NULL, end_ms INTEGER NOT NULL,
    roster INTEGER NOT NULL, samples INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS block_data (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
  PRAGMA user_version = ${DAY_LAYOUT};
`;

/** What is known of a block without reading it. */
export interface BlockEntry {
  readonly id: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly rosterId: number;
  readonly samples: number;
}

/** The writer's side of one day's file. */
export class DayFileWriter {
  readonly #database: SqlDriver;
  readonly #insertRoster: SqlStatement;
  readonly #findRoster: SqlStatement;
  readonly #insertBlock: SqlStatement;
  readonly #insertData: SqlStatement;

  constructor(database: SqlDriver, storeId: string) {
    this.#database = database;
    if (layoutOf(database) === 0) {
      database.transaction(() => {
        database.execute(SCHEMA);
        database.prepare('INSERT INTO origin (store) VALUES (?)').run(storeId);
      });
    }
    this.#findRoster = database.prepare('SELECT id FROM roster WHERE series = ?');
    this.#insertRoster = database.prepare('INSERT INTO roster (series) VALUES (?)');
    this.#insertBlock = database.prepare(
      'INSERT INTO block (start_ms, end_ms, roster, samples) VALUES (?, ?, ?, ?)',
    );
    this.#insertData = database.prepare('INSERT INTO block_data (id, data) VALUES (?, ?)');
  }

  transaction<Result>(work: () => Result): Result {
    return this.#database.transaction(work);
  }

  /** Adds a block; call it inside a transaction. */
  add(timestamps: Float64Array, seriesIds: Uint32Array, samples: number, data: Uint8Array): BlockEntry {
    const rosterId = this.#rosterOf(seriesIds);
    const startMs = timestamps[0];
    const endMs = timestamps[timestamps.length - 1];
    const id = this.#insertBlock.run(startMs, endMs, rosterId, samples);
    this.#insertData.run(id, data);
    return { id, startMs, endMs, rosterId, samples };
  }

  /**
   * Compresses some blocks after one; returns the last that was looked at, or 0 when there are no more
   * or all of the file were done before.
   */
  pack(afterId: number): number {
    const isPacked = Number(this.#database.prepare('PRAGMA application_id').get()?.[0]) === PACKED_MARK;
    if (isPacked) return 0;
    const select = this.#database.prepare('SELECT id, data FROM block_data WHERE id > ? ORDER BY id LIMIT ?');
    const update = this.#database.prepare('UPDATE block_data SET data = ? WHERE id = ?');
    const rows = select.all(afterId, BLOCKS_PER_PACK);
    this.#database.transaction(() => {
      for (const [id, data] of rows) {
        const packed = data instanceof Uint8Array ? packBlock(data) : undefined;
        if (packed !== undefined) update.run(packed, id);
      }
    });
    if (rows.length === BLOCKS_PER_PACK) return Number(rows.at(-1)?.[0]);
    shrinkDatabase(this.#database);
    this.#database.execute(`PRAGMA application_id = ${PACKED_MARK}`);
    return 0;
  }

  /** Deletes blocks and gives their space back to the file system. */
  drop(blockIds: readonly number[]): void {
    const deleteBlock = this.#database.prepare('DELETE FROM block WHERE id = ?');
    const deleteData = this.#database.prepare('DELETE FROM block_data WHERE id = ?');
    this.#database.transaction(() => {
      for (const id of blockIds) {
        deleteBlock.run(id);
        deleteData.run(id);
      }
    });
    shrinkDatabase(this.#database);
  }

  close(): void {
    this.#database.close();
  }

  #rosterOf(seriesIds: Uint32Array): number {
    const series = encodeRoster(seriesIds);
    const found = this.#findRoster.get(series);
    return found === undefined ? this.#insertRoster.run(series) : Number(found[0]);
  }
}

/** The reader's side of one day's file, beside its writer. */
export class DayFileReader {
  readonly #database: SqlDriver;
  readonly #data: SqlStatement;

  /** Throws the driver's error where the file is damaged. */
  constructor(database: SqlDriver) {
    this.#database = database;
    this.#data = database.prepare('SELECT data FROM block_data WHERE id = ?');
  }

  /** The id of the store that wrote the file. */
  storeId(): string {
    return String(this.#database.prepare('SELECT store FROM origin').get()?.[0] ?? '');
  }

  rosters(): (readonly [rosterId: number, seriesIds: Uint32Array])[] {
    const rows = this.#database.prepare('SELECT id, series FROM roster').all();
    return rows.map(([id, series]) => [
      Number(id),
      series instanceof Uint8Array ? decodeRoster(series) : new Uint32Array(),
    ]);
  }

  entries(): BlockEntry[] {
    return this.#database
      .prepare('SELECT id, start_ms, end_ms, roster, samples FROM block ORDER BY start_ms')
      .all()
      .map(([id, startMs, endMs, rosterId, samples]) => ({
        id: Number(id),
        startMs: Number(startMs),
        endMs: Number(endMs),
        rosterId: Number(rosterId),
        samples: Number(samples),
      }));
  }

  data(blockId: number): Uint8Array | undefined {
    const data = this.#data.get(blockId)?.[0];
    return data instanceof Uint8Array ? data : undefined;
  }

  close(): void {
    this.#database.close();
  }
}

/** Whether this version can read the file: 0 is an empty new file. */
export function isReadableLayout(database: SqlDriver): boolean {
  return layoutOf(database) === DAY_LAYOUT;
}

function layoutOf(database: SqlDriver): number {
  return Number(database.prepare('PRAGMA user_version').get()?.[0] ?? 0);
}

function encodeRoster(seriesIds: Uint32Array): Uint8Array {
  const writer = new ByteWriter(seriesIds.length * 2);
  let previous = 0;
  for (const id of seriesIds) {
    writer.zigzag(id - previous);
    previous = id;
  }
  return writer.copy();
}

function decodeRoster(bytes: Uint8Array): Uint32Array {
  const reader = new ByteReader(bytes);
  const seriesIds: number[] = [];
  let previous = 0;
  while (reader.offset < bytes.length) {
    previous += reader.zigzag();
    seriesIds.push(previous);
  }
  return Uint32Array.from(seriesIds);
}
