import type { CheckoutFault } from '../fault-switch.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

/** What every page shows around its content. */
export interface Frame {
  readonly fault: CheckoutFault;
  /** Pieces in the visitor's cart. */
  readonly inCart: number;
}

/** A whole page. */
export function layout(title: string, frame: Frame, content: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Chandlery</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <header>
          <a class="brand" href="/">⚓ Chandlery</a>
          <form action="/search"><input name="q" placeholder="Search" aria-label="Search" /></form>
          <a href="/cart">Cart (${frame.inCart})</a>
        </header>
        <main>${content}</main>
        <footer>${faultPanel(frame.fault)}</footer>
      </body>
    </html>`;
}

function faultPanel(fault: CheckoutFault): Html {
  const isBroken = fault === 'failing';
  return html`<form method="post" action="/fault" class="fault ${isBroken ? 'broken' : 'sound'}">
    <span>${isBroken ? 'Checkout is broken on purpose.' : 'Checkout works.'}</span>
    <button name="checkout" value="${isBroken ? 'none' : 'failing'}">
      ${isBroken ? 'Fix checkout' : 'Break checkout'}
    </button>
    <small>The station sees it within seconds: the alert HighErrorRate follows.</small>
  </form>`;
}

/** An amount for people. */
export function euros(cents: number): string {
  return `${(cents / 100).toFixed(2)} €`;
}
