import type { DatabaseSync } from 'node:sqlite';

import { toLine } from './carts.ts';
import { transaction } from './database.ts';
import type { Line } from './shelf.ts';

/** A paid order. */
export interface Order {
  readonly id: number;
  readonly totalCents: number;
  readonly lines: readonly Line[];
}

/** Everything that was sold in the last hour. */
export interface Orders {
  place(lines: readonly Line[], totalCents: number): Order;
  find(id: number): Order | undefined;
  /** Forgets older orders, so that a demo left running does not fill the disk. */
  forgetBefore(timeMs: number): void;
}

/** The orders of the database. */
export function createOrders(db: DatabaseSync): Orders {
  const place = db.prepare('INSERT INTO orders (placed_at_ms, total_cents) VALUES (?, ?)');
  const placeLine = db.prepare('INSERT INTO order_lines (order_id, product, quantity) VALUES (?, ?, ?)');
  const find = db.prepare('SELECT total_cents FROM orders WHERE id = ?');
  const lines = db.prepare('SELECT product, quantity FROM order_lines WHERE order_id = ?');
  const forget = db.prepare('DELETE FROM orders WHERE placed_at_ms < ?');
  return {
    place(wanted, totalCents) {
      return transaction(db, () => {
        const id = Number(place.run(Date.now(), totalCents).lastInsertRowid);
        for (const line of wanted) placeLine.run(id, line.product, line.quantity);
        return { id, totalCents, lines: wanted };
      });
    },
    find(id) {
      const row = find.get(id);
      return row && { id, totalCents: Number(row.total_cents), lines: lines.all(id).map(toLine) };
    },
    forgetBefore(timeMs) {
      forget.run(timeMs);
    },
  };
}
