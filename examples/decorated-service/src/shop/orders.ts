import type { Pool } from 'pg';

import { service, t } from '../telemetry.ts';
import { ask } from './ask.ts';
import type { Catalog } from './catalog.ts';
import type { Order, OrderRequest, Quote } from './order.ts';

const INSERT = {
  name: 'INSERT placed_order',
  sql: 'insert into placed_order (sku, quantity, cents, customer) values ($1, $2, $3, $4) returning id',
};

/** Asks what so many of a product cost. */
export type AskPrice = (sku: string, quantity: number) => Promise<Quote>;

/** Orders of customers. */
@service({ name: 'Orders' })
export class Orders {
  readonly #database: Pool;
  readonly #catalog: Catalog;
  readonly #askPrice: AskPrice;

  constructor(database: Pool, catalog: Catalog, askPrice: AskPrice) {
    this.#database = database;
    this.#catalog = catalog;
    this.#askPrice = askPrice;
  }

  /** Takes the goods from the shelf, asks for the price and notes the order; what fails puts the goods back. */
  async place(order: OrderRequest): Promise<Order> {
    const { sku, quantity, customer } = order;
    await this.#catalog.reserve(sku, quantity);
    try {
      const { cents } = await this.#askPrice(sku, quantity);
      const { rows } = await ask<{ id: number }>(this.#database, INSERT, [sku, quantity, cents, customer]);
      t.log.info('order placed', { order: rows[0].id, sku, quantity, cents });
      return { ...order, id: rows[0].id, cents };
    } catch (error) {
      await this.#catalog.release(sku, quantity);
      throw error;
    }
  }
}
