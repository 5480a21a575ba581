import type { AskPrice } from '../shop/orders.ts';
import { Refusal } from '../shop/refusal.ts';
import { addressOf } from '../sites.ts';

const TIMEOUT_MS = 10_000;

/** Asks the pricing, which is a program of its own. */
export const askPrice: AskPrice = async (sku, quantity) => {
  const url = `http://${addressOf('pricing', process.env)}/prices/${encodeURIComponent(sku)}?quantity=${quantity}`;
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (response.status === 404) throw new Refusal(404, `there is no ${sku}`);
  if (!response.ok) throw new Error(`the pricing answers ${response.status}`);
  return (await response.json()) as Awaited<ReturnType<AskPrice>>;
};
