import type { DatabaseSync } from 'node:sqlite';

import type { CatalogueEntry } from '../catalogue.ts';
import { transaction } from './database.ts';

/** A product as it is on the shelf now. */
export interface Product extends CatalogueEntry {
  readonly stock: number;
}

/** Some pieces of one product, in a cart or an order. */
export interface Line {
  readonly product: string;
  readonly quantity: number;
}

/** The products and how many pieces of each are left. */
export interface Shelf {
  /** All products, or those whose name or text contains `search`. */
  products(search?: string): readonly Product[];
  product(id: string): Product | undefined;
  /** Takes all lines from the shelf, or none and returns false when a product is sold out. */
  reserve(lines: readonly Line[]): boolean;
  /** Puts reserved lines back. */
  release(lines: readonly Line[]): void;
  /** Fills every product up. */
  restock(): void;
}

/** The shelf of the database, with the products of the catalogue. */
export function createShelf(db: DatabaseSync, catalogue: readonly CatalogueEntry[]): Shelf {
  const entries = new Map(catalogue.map((entry) => [entry.id, entry]));
  const add = db.prepare('INSERT INTO products (id, stock) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const stockOf = db.prepare('SELECT stock FROM products WHERE id = ?');
  const take = db.prepare('UPDATE products SET stock = stock - ? WHERE id = ? AND stock >= ?');
  const put = db.prepare('UPDATE products SET stock = stock + ? WHERE id = ?');
  const fill = db.prepare('UPDATE products SET stock = max(stock, ?) WHERE id = ?');
  transaction(db, () => {
    for (const entry of catalogue) add.run(entry.id, entry.fullStock);
  });

  const onShelf = (entry: CatalogueEntry): Product => ({
    ...entry,
    stock: Number(stockOf.get(entry.id)?.stock ?? 0),
  });
  const takeOne = (line: Line): boolean => take.run(line.quantity, line.product, line.quantity).changes === 1;

  return {
    products(search = '') {
      const wanted = search.toLowerCase();
      return catalogue
        .filter((entry) => `${entry.name} ${entry.text}`.toLowerCase().includes(wanted))
        .map(onShelf);
    },
    product(id) {
      const entry = entries.get(id);
      return entry && onShelf(entry);
    },
    reserve(lines) {
      return transaction(db, () => {
        const missing = lines.findIndex((line) => !takeOne(line));
        if (missing === -1) return true;
        for (const line of lines.slice(0, missing)) put.run(line.quantity, line.product);
        return false;
      });
    },
    release(lines) {
      transaction(db, () => {
        for (const line of lines) put.run(line.quantity, line.product);
      });
    },
    restock() {
      transaction(db, () => {
        for (const entry of catalogue) fill.run(entry.fullStock, entry.id);
      });
    },
  };
}
