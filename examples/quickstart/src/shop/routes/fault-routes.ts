import { isCheckoutFault } from '../fault-switch.ts';
import { json, seeOther } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { ShopParts } from './shop-parts.ts';

/** The switch behind `npm run break`, `npm run fix` and the button at the foot of every page. */
export function faultRoutes({ faults }: ShopParts): readonly Route[] {
  return [
    {
      method: 'POST',
      pattern: '/fault',
      async handle(visit) {
        const fault = (await visit.fields()).get('checkout');
        if (!isCheckoutFault(fault)) return json({ error: 'checkout must be "none" or "failing"' }, 400);
        faults.set(fault);
        return seeOther('/');
      },
    },
  ];
}
