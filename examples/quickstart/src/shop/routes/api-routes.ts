import { checkOut, totalOf } from '../checkout.ts';
import { json } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { addToCart } from './add-to-cart.ts';
import type { ShopParts } from './shop-parts.ts';

/** The same shop for programs. */
export function apiRoutes(parts: ShopParts): readonly Route[] {
  const { carts, shelf } = parts;
  const cartJson = (cart: string) => {
    const lines = carts.lines(cart);
    return json({ lines, totalCents: totalOf(lines, shelf) });
  };
  return [
    {
      method: 'GET',
      pattern: '/api/products',
      handle: ({ query }) => json(shelf.products(query('q').slice(0, 80))),
    },
    {
      method: 'GET',
      pattern: '/api/products/:id',
      handle({ param }) {
        const product = shelf.product(param('id'));
        return product ? json(product) : json({ error: 'there is no such product' }, 404);
      },
    },
    { method: 'GET', pattern: '/api/cart', handle: ({ cart }) => cartJson(cart) },
    {
      method: 'POST',
      pattern: '/api/cart',
      async handle(visit) {
        const isAdded = await addToCart(parts, visit);
        return isAdded ? cartJson(visit.cart) : json({ error: 'there is no such product' }, 404);
      },
    },
    {
      method: 'POST',
      pattern: '/api/checkout',
      async handle({ cart }) {
        const outcome = await checkOut(parts, cart);
        return typeof outcome === 'object' ? json(outcome, 201) : json({ error: outcome }, 409);
      },
    },
  ];
}
