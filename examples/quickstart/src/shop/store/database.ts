import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** One row as SQLite returns it. */
export type Row = Readonly<Record<string, unknown>>;

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA foreign_keys = ON;
  CREATE TABLE IF NOT EXISTS products (
    id TEXT PRIMARY KEY, stock INTEGER NOT NULL CHECK (stock >= 0)) STRICT;
  CREATE TABLE IF NOT EXISTS cart_lines (
    cart TEXT NOT NULL, product TEXT NOT NULL REFERENCES products, quantity INTEGER NOT NULL,
    changed_at_ms INTEGER NOT NULL, PRIMARY KEY (cart, product)) STRICT;
  CREATE TABLE IF NOT EXISTS orders (
    id INTEGER PRIMARY KEY, placed_at_ms INTEGER NOT NULL, total_cents INTEGER NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS orders_by_time ON orders (placed_at_ms);
  CREATE TABLE IF NOT EXISTS order_lines (
    order_id INTEGER NOT NULL REFERENCES orders ON DELETE CASCADE,
    product TEXT NOT NULL, quantity INTEGER NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS order_lines_by_order ON order_lines (order_id);
`;

/** Opens the shop's database file, creating its folder and tables as needed. */
export function openDatabase(file: string): DatabaseSync {
  // Whoever comes first makes the data folder, which is for its owner alone.
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const db = new DatabaseSync(file);
  db.exec(SCHEMA);
  return db;
}

/** Runs `body` as one transaction: all of it or nothing. */
export function transaction<Result>(db: DatabaseSync, body: () => Result): Result {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = body();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}
