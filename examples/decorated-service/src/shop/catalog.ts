import type { Pool } from 'pg';

import { service } from '../telemetry.ts';
import { ask } from './ask.ts';
import { Refusal } from './refusal.ts';

const LIST = { name: 'SELECT product', sql: 'select sku, name, stock from product order by sku' };
const RESERVE = {
  name: 'UPDATE product',
  sql: 'update product set stock = stock - $2 where sku = $1 and stock >= $2',
};
const RELEASE = { name: 'UPDATE product', sql: 'update product set stock = stock + $2 where sku = $1' };

/** What is on the shelf. */
@service
export class Catalog {
  readonly #database: Pool;

  constructor(database: Pool) {
    this.#database = database;
  }

  /** All products with what is left of them. */
  async list(): Promise<readonly object[]> {
    return (await ask<object & Record<string, unknown>>(this.#database, LIST)).rows;
  }

  /** Takes so many from the shelf. */
  async reserve(sku: string, quantity: number): Promise<void> {
    const { rowCount } = await ask(this.#database, RESERVE, [sku, quantity]);
    if (rowCount !== 1) throw new Refusal(409, `there are not ${quantity} of ${sku} left`);
  }

  /** Puts them back. */
  async release(sku: string, quantity: number): Promise<void> {
    await ask(this.#database, RELEASE, [sku, quantity]);
  }
}
