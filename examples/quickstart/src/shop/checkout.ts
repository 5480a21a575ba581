import { t } from './monitoring.ts';
import type { Charge } from './payment-provider.ts';
import type { Carts } from './store/carts.ts';
import type { Order, Orders } from './store/orders.ts';
import type { Line, Shelf } from './store/shelf.ts';

/** Why a cart could not be checked out although the shop works. */
export type Refusal = 'the cart is empty' | 'a product is sold out';

/** What checkout needs. */
export interface CheckoutParts {
  readonly shelf: Shelf;
  readonly carts: Carts;
  readonly orders: Orders;
  readonly charge: Charge;
}

/**
 * Turns a cart into a paid order: reserve, charge, place. A failed payment puts the pieces back on
 * the shelf and throws.
 */
export async function checkOut(parts: CheckoutParts, cart: string): Promise<Order | Refusal> {
  const { shelf, carts, orders, charge } = parts;
  const lines = carts.lines(cart);
  if (lines.length === 0) return 'the cart is empty';
  if (!t.trace('reserve', () => shelf.reserve(lines))) return 'a product is sold out';
  const totalCents = totalOf(lines, shelf);
  try {
    await t.trace('charge', { kind: 'client', attributes: { 'order.cents': totalCents } }, () =>
      charge(totalCents),
    );
  } catch (error) {
    shelf.release(lines);
    t.log.error('checkout failed: the order was not paid', { err: error, totalCents, pieces: lines.length });
    throw error;
  }
  const order = t.trace('place order', () => orders.place(lines, totalCents));
  carts.empty(cart);
  t.log.info('order placed', { totalCents, pieces: lines.length });
  t.metrics.orders_total.inc();
  t.metrics.order_value_euros.observe(totalCents / 100);
  return order;
}

/** What the lines cost together, in cents. */
export function totalOf(lines: readonly Line[], shelf: Shelf): number {
  return lines.reduce((sum, line) => sum + line.quantity * (shelf.product(line.product)?.priceCents ?? 0), 0);
}
