import type { Charge } from '../payment-provider.ts';
import type { FaultSwitch } from '../fault-switch.ts';
import type { Frame } from '../pages/layout.ts';
import type { Carts } from '../store/carts.ts';
import type { Orders } from '../store/orders.ts';
import type { Shelf } from '../store/shelf.ts';

/** Everything the routes work with. */
export interface ShopParts {
  readonly shelf: Shelf;
  readonly carts: Carts;
  readonly orders: Orders;
  readonly charge: Charge;
  readonly faults: FaultSwitch;
}

/** What the frame of a visitor's pages shows. */
export function frameOf(parts: ShopParts, cart: string): Frame {
  const inCart = parts.carts.lines(cart).reduce((sum, line) => sum + line.quantity, 0);
  return { fault: parts.faults.checkout, inCart };
}
