import type { Product } from '../store/shelf.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { Frame } from './layout.ts';
import { euros, layout } from './layout.ts';

/** One product with the button that puts it into the cart. */
export function productPage(product: Product, frame: Frame): Html {
  return layout(
    product.name,
    frame,
    html`<article class="product">
      <span class="glyph">${product.glyph}</span>
      <div>
        <h1>${product.name}</h1>
        <p>${product.text}</p>
        <p><strong>${euros(product.priceCents)}</strong> · ${product.stock} in stock</p>
        <form method="post" action="/cart">
          <input type="hidden" name="product" value="${product.id}" />
          <input type="number" name="quantity" value="1" min="1" max="20" aria-label="Quantity" />
          <button>Into the cart</button>
        </form>
      </div>
    </article>`,
  );
}
