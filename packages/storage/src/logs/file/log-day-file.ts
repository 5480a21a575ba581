import type { EncodedLogBlock } from '../block/encode-log-block.ts';
import type { Section } from '../block/section.ts';
import { shrinkDatabase } from '../../sql/sql-driver.ts';
import type { SqlDriver, SqlStatement } from '../../sql/sql-driver.ts';

/** Layout of the files; one with a higher number was written by a newer version. */
export const LOG_LAYOUT = 1;
/** The id of a section is that of its block times this, and its number. */
const SECTIONS_PER_BLOCK = 16;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS block (
    id INTEGER PRIMARY KEY, start_us INTEGER NOT NULL, end_us INTEGER NOT NULL,
    records INTEGER NOT NULL, last_sequence INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS section (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
  PRAGMA user_version = ${LOG_LAYOUT};
`;

/** What is known of a block without reading it. */
export interface LogBlockEntry {
  readonly id: number;
  readonly startUs: number;
  readonly endUs: number;
  readonly records: number;
  /** All records of the day up to this one are in this block or in those before. */
  readonly lastSequence: number;
}

/** The writer's side of one day's file. */
export class LogDayWriter {
  readonly #database: SqlDriver;
  readonly #insertBlock: SqlStatement;
  readonly #insertSection: SqlStatement;

  constructor(database: SqlDriver) {
    this.#database = database;
    if (logLayoutOf(database) === 'empty') database.transaction(() => database.execute(SCHEMA));
    this.#insertBlock = database.prepare(
      'INSERT INTO block (start_us, end_us, records, last_sequence) VALUES (?, ?, ?, ?)',
    );
    this.#insertSection = database.prepare('INSERT INTO section (id, data) VALUES (?, ?)');
  }

  /** Adds a block; durable when it returns. */
  add({ sections, startUs, endUs, records, lastSequence }: EncodedLogBlock): LogBlockEntry {
    return this.#database.transaction(() => {
      const id = this.#insertBlock.run(startUs, endUs, records, lastSequence);
      for (const [section, data] of sections.entries())
        this.#insertSection.run(id * SECTIONS_PER_BLOCK + section, data);
      return { id, startUs, endUs, records, lastSequence };
    });
  }

  /** Deletes blocks and gives their space back to the file system. */
  drop(blockIds: readonly number[]): void {
    const deleteBlock = this.#database.prepare('DELETE FROM block WHERE id = ?');
    const deleteSections = this.#database.prepare('DELETE FROM section WHERE id >= ? AND id < ?');
    this.#database.transaction(() => {
      for (const id of blockIds) {
        deleteBlock.run(id);
        deleteSections.run(id * SECTIONS_PER_BLOCK, (id + 1) * SECTIONS_PER_BLOCK);
      }
    });
    shrinkDatabase(this.#database);
  }

  close(): void {
    this.#database.close();
  }
}

/** The reader's side of one day's file, beside its writer. */
export class LogDayReader {
  readonly #database: SqlDriver;
  readonly #section: SqlStatement;

  /** Throws the driver's error where the file is damaged. */
  constructor(database: SqlDriver) {
    this.#database = database;
    this.#section = database.prepare('SELECT data FROM section WHERE id = ?');
  }

  entries(): LogBlockEntry[] {
    return this.#database
      .prepare('SELECT id, start_us, end_us, records, last_sequence FROM block ORDER BY id')
      .all()
      .map(([id, startUs, endUs, records, lastSequence]) => ({
        id: Number(id),
        startUs: Number(startUs),
        endUs: Number(endUs),
        records: Number(records),
        lastSequence: Number(lastSequence),
      }));
  }

  section(blockId: number, section: Section): Uint8Array | undefined {
    const data = this.#section.get(blockId * SECTIONS_PER_BLOCK + section)?.[0];
    return data instanceof Uint8Array ? data : undefined;
  }

  close(): void {
    this.#database.close();
  }
}

/** What a file is to this version: without tables it was only just created. */
export function logLayoutOf(database: SqlDriver): 'empty' | 'known' | 'unknown' {
  const layout = Number(database.prepare('PRAGMA user_version').get()?.[0] ?? 0);
  if (layout === 0) return 'empty';
  return layout === LOG_LAYOUT ? 'known' : 'unknown';
}
