import { checkOut, totalOf } from '../checkout.ts';
import { page, seeOther } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { cartPage, lineTable } from '../pages/cart-page.ts';
import { cataloguePage } from '../pages/catalogue-page.ts';
import { html } from '../pages/html.ts';
import { layout } from '../pages/layout.ts';
import { messagePage } from '../pages/message-page.ts';
import { productPage } from '../pages/product-page.ts';
import { STYLESHEET } from '../pages/stylesheet.ts';
import { addToCart } from './add-to-cart.ts';
import type { ShopParts } from './shop-parts.ts';
import { frameOf } from './shop-parts.ts';
import { askSupplier } from './supplier.ts';

/** The pages for people. */
export function pageRoutes(parts: ShopParts): readonly Route[] {
  return [...browsingRoutes(parts), ...buyingRoutes(parts)];
}

function browsingRoutes(parts: ShopParts): readonly Route[] {
  const { shelf } = parts;
  return [
    {
      method: 'GET',
      pattern: '/',
      handle: ({ cart }) => page(cataloguePage(shelf.products(), frameOf(parts, cart))),
    },
    {
      method: 'GET',
      pattern: '/search',
      async handle({ cart, query }) {
        await askSupplier();
        const search = query('q').slice(0, 80);
        return page(cataloguePage(shelf.products(search), frameOf(parts, cart), search));
      },
    },
    {
      method: 'GET',
      pattern: '/product/:id',
      handle({ cart, param }) {
        const product = shelf.product(param('id'));
        const frame = frameOf(parts, cart);
        if (product) return page(productPage(product, frame));
        return page(messagePage('Not found', 'There is no such product.', frame), 404);
      },
    },
    {
      method: 'GET',
      pattern: '/style.css',
      handle: () => ({ status: 200, headers: { 'content-type': 'text/css' }, body: STYLESHEET }),
    },
  ];
}

function buyingRoutes(parts: ShopParts): readonly Route[] {
  const { carts, orders, shelf } = parts;
  return [
    {
      method: 'GET',
      pattern: '/cart',
      handle({ cart }) {
        const lines = carts.lines(cart);
        return page(cartPage(lines, totalOf(lines, shelf), shelf, frameOf(parts, cart)));
      },
    },
    {
      method: 'POST',
      pattern: '/cart',
      async handle(visit) {
        if (await addToCart(parts, visit)) return seeOther('/cart');
        return page(messagePage('Not found', 'There is no such product.', frameOf(parts, visit.cart)), 404);
      },
    },
    {
      method: 'POST',
      pattern: '/checkout',
      async handle({ cart }) {
        const outcome = await checkOut(parts, cart);
        if (typeof outcome === 'object') return seeOther(`/order/${outcome.id}`);
        return page(
          messagePage('Not yet', `We cannot take the order: ${outcome}.`, frameOf(parts, cart)),
          409,
        );
      },
    },
    {
      method: 'GET',
      pattern: '/order/:id',
      handle({ cart, param }) {
        const order = orders.find(Number(param('id')));
        const frame = frameOf(parts, cart);
        if (!order) return page(messagePage('Not found', 'There is no such order.', frame), 404);
        const table = lineTable(order.lines, order.totalCents, shelf);
        return page(
          layout(
            'Thank you',
            frame,
            html`<h1>Order ${order.id} is on its way</h1>
              ${table}`,
          ),
        );
      },
    },
  ];
}
