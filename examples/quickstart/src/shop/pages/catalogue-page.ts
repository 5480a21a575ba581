import type { Product } from '../store/shelf.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { Frame } from './layout.ts';
import { euros, layout } from './layout.ts';

/** All products, or those a search found. */
export function cataloguePage(products: readonly Product[], frame: Frame, search = ''): Html {
  const heading = search === '' ? 'For bridge and engine room' : `${products.length} found for “${search}”`;
  return layout(
    search === '' ? 'Catalogue' : 'Search',
    frame,
    html`<h1>${heading}</h1>
      <ul class="cards">
        ${products.map(card)}
      </ul>`,
  );
}

function card(product: Product): Html {
  return html`<li>
    <a href="/product/${product.id}">
      <span class="glyph">${product.glyph}</span>
      <strong>${product.name}</strong>
      <span>${euros(product.priceCents)}</span>
      <small>${product.stock > 0 ? `${product.stock} in stock` : 'sold out'}</small>
    </a>
  </li>`;
}
