import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { openForReading, openForWriting, openLocked, recoverDatabase } from './sql-driver.ts';
import { sqlFailureOf } from './sql-failure.ts';

describe('the SQL driver', () => {
  it('keeps numbers, texts, bytes and null as they are', () => {
    const database = openForWriting(join(temporaryFolder(), 'a.db'));
    database.execute('CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, c, d)');
    const id = database
      .prepare('INSERT INTO t (a, b, c, d) VALUES (?, ?, ?, ?)')
      .run(2 ** 52 + 1, 'é😀', Uint8Array.of(0, 255), null);
    expect(database.prepare('SELECT * FROM t').all()).toEqual([
      [id, 2 ** 52 + 1, 'é😀', Uint8Array.of(0, 255), null],
    ]);
    expect(database.prepare('SELECT a FROM t WHERE id = ?').get(id + 1)).toBeUndefined();
    database.close();
  });

  it('undoes a transaction whose work throws, and goes on', () => {
    const database = openForWriting(join(temporaryFolder(), 'a.db'));
    database.execute('CREATE TABLE t (a)');
    const insert = database.prepare('INSERT INTO t VALUES (?)');
    const work = (): never => {
      insert.run(1);
      throw new Error('stop');
    };
    expect(() => database.transaction(work)).toThrow('stop');
    database.transaction(() => insert.run(2));
    expect(database.prepare('SELECT a FROM t').all()).toEqual([[2]]);
    database.close();
  });

  it('makes a file whole that a writer left in the middle of a change, so that it can be read', () => {
    const folder = temporaryFolder();
    const [path, left] = [join(folder, 'a.db'), join(folder, 'left.db')];
    const writer = new DatabaseSync(path);
    writer.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1); PRAGMA cache_size = 1; BEGIN');
    // Too much for the cache: a part of the change is in the file already, and its undoing in the journal.
    const insert = writer.prepare('INSERT INTO t VALUES (?)');
    for (let i = 0; i < 50; i++) insert.run('x'.repeat(4000));
    for (const suffix of ['', '-journal']) copyFileSync(path + suffix, left + suffix);
    writer.close();
    const read = () => {
      const database = openForReading(left);
      try {
        return database.prepare('SELECT a FROM t').all();
      } finally {
        database.close();
      }
    };
    expect(read).toThrow(/readonly/);
    recoverDatabase(left);
    expect(read()).toEqual([[1]]);
    recoverDatabase(join(folder, 'none.db'));
  });

  it('lets a reader see what the writer committed, and write nothing', () => {
    const path = join(temporaryFolder(), 'a.db');
    const writer = openForWriting(path);
    writer.execute('CREATE TABLE t (a)');
    const reader = openForReading(path);
    writer.execute('INSERT INTO t VALUES (7)');
    expect(reader.prepare('SELECT a FROM t').all()).toEqual([[7]]);
    expect(() => reader.execute('DELETE FROM t')).toThrow(/readonly/);
    reader.close();
    writer.close();
  });

  it('says why it refused', () => {
    const folder = temporaryFolder();
    const lock = openLocked(join(folder, 'lock.db'));
    const reasonOf = (work: () => unknown): string => {
      try {
        work();
      } catch (error) {
        return sqlFailureOf(error);
      }
      return 'nothing';
    };
    expect(reasonOf(() => openLocked(join(folder, 'lock.db')))).toBe('locked');
    lock.close();
    openLocked(join(folder, 'lock.db')).close();
    writeFileSync(join(folder, 'text.db'), 'this is no database, only a long line of text'.repeat(50));
    expect(reasonOf(() => openForWriting(join(folder, 'text.db')))).toBe('damaged');
    expect(reasonOf(() => openForWriting(join(folder, 'missing', 'a.db')))).toBe('unwritable');
    expect(reasonOf(() => JSON.parse('{'))).toBe('other');
  });
});
