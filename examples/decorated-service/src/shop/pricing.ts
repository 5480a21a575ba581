import type { Pool } from 'pg';

import { service } from '../telemetry.ts';
import { ask } from './ask.ts';
import type { Quote } from './order.ts';
import { Refusal } from './refusal.ts';

const SLOW_SECONDS = 3;
const PRICE = {
  name: 'SELECT price',
  sql: `select cents, (select percent from discount where from_quantity <= $2 order by from_quantity desc limit 1) as percent
    from price, pg_sleep($3) where sku = $1`,
};
const PRICE_OF_ANOTHER_SCHEMA = { ...PRICE, sql: PRICE.sql.replace('from price', 'from prices') };

/** What goes wrong on purpose. */
export interface PricingFaults {
  isSlow: boolean;
  isBroken: boolean;
}

/** What things cost: the more, the less each. */
@service({ name: 'Pricing' })
export class Pricing {
  readonly #database: Pool;
  readonly #faults: PricingFaults;

  constructor(database: Pool, faults: PricingFaults) {
    this.#database = database;
    this.#faults = faults;
  }

  /** The price of so many of a product. */
  async quote(sku: string, quantity: number): Promise<Quote> {
    const query = this.#faults.isBroken ? PRICE_OF_ANOTHER_SCHEMA : PRICE;
    const seconds = this.#faults.isSlow ? SLOW_SECONDS : 0;
    const { rows } = await ask<{ cents: number; percent: number }>(this.#database, query, [
      sku,
      quantity,
      seconds,
    ]);
    if (rows.length === 0) throw new Refusal(404, `there is no ${sku}`);
    const [{ cents, percent }] = rows;
    return { sku, quantity, cents: this.#discounted(cents * quantity, percent) };
  }

  #discounted(cents: number, percent: number): number {
    return Math.round((cents * (100 - percent)) / 100);
  }
}
