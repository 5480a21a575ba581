import type { Line, Shelf } from '../store/shelf.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { Frame } from './layout.ts';
import { euros, layout } from './layout.ts';

/** What is in the cart, and the way to the checkout. */
export function cartPage(lines: readonly Line[], totalCents: number, shelf: Shelf, frame: Frame): Html {
  const content =
    lines.length === 0
      ? html`<p>Nothing in it yet.</p>`
      : html`${lineTable(lines, totalCents, shelf)}
          <form method="post" action="/checkout"><button>Pay ${euros(totalCents)}</button></form>`;
  return layout(
    'Cart',
    frame,
    html`<h1>Your cart</h1>
      ${content}`,
  );
}

/** The lines of a cart or an order with their sum. */
export function lineTable(lines: readonly Line[], totalCents: number, shelf: Shelf): Html {
  return html`<table>
    ${lines.map((line) => {
      const product = shelf.product(line.product);
      return html`<tr>
        <td>${product?.glyph ?? ''} ${product?.name ?? line.product}</td>
        <td class="number">${line.quantity} ×</td>
        <td class="number">${euros(product?.priceCents ?? 0)}</td>
      </tr>`;
    })}
    <tr class="total">
      <td>Total</td>
      <td></td>
      <td class="number">${euros(totalCents)}</td>
    </tr>
  </table>`;
}
