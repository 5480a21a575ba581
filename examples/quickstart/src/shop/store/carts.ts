import type { DatabaseSync } from 'node:sqlite';

import type { Row } from './database.ts';
import type { Line } from './shelf.ts';

/** Carts that are not paid for yet, by the id in the visitor's cookie. */
export interface Carts {
  add(cart: string, line: Line): void;
  lines(cart: string): readonly Line[];
  empty(cart: string): void;
  /** Number of carts that hold something. */
  count(): number;
  /** Forgets carts that nobody touched since. */
  forgetBefore(timeMs: number): void;
}

/** More of one product than this is taken for a slip of the finger. */
const MAX_QUANTITY = 20;

/** The carts of the database. */
export function createCarts(db: DatabaseSync): Carts {
  const add = db.prepare(`
    INSERT INTO cart_lines (cart, product, quantity, changed_at_ms) VALUES (?, ?, min(?, ${MAX_QUANTITY}), ?)
    ON CONFLICT DO UPDATE SET quantity = min(quantity + excluded.quantity, ${MAX_QUANTITY}),
      changed_at_ms = excluded.changed_at_ms`);
  const lines = db.prepare('SELECT product, quantity FROM cart_lines WHERE cart = ? ORDER BY product');
  const empty = db.prepare('DELETE FROM cart_lines WHERE cart = ?');
  const count = db.prepare('SELECT count(DISTINCT cart) AS carts FROM cart_lines');
  const forget = db.prepare('DELETE FROM cart_lines WHERE changed_at_ms < ?');
  return {
    add(cart, line) {
      add.run(cart, line.product, line.quantity, Date.now());
    },
    lines: (cart) => lines.all(cart).map(toLine),
    empty(cart) {
      empty.run(cart);
    },
    count: () => Number(count.get()?.carts ?? 0),
    forgetBefore(timeMs) {
      forget.run(timeMs);
    },
  };
}

/** The line in a row with the columns `product` and `quantity`. */
export function toLine(row: Row): Line {
  return { product: String(row.product), quantity: Number(row.quantity) };
}
