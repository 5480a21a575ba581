import type { Trade } from '../trade.ts';
import { fieldsOf } from './fields-of.ts';

/** JSON with prices as decimal text and times as ISO 8601: `{"venue":"alpha","id":17,"symbol":"ACME/USD",…}`. */
export const alpha = {
  name: 'alpha',
  format: ({ id, symbol, cents, size, atMs }: Trade) =>
    JSON.stringify({
      venue: 'alpha',
      id: Number(id.split(':')[1]),
      symbol: symbol.replace('-', '/'),
      price: (cents / 100).toFixed(2),
      quantity: size,
      time: new Date(atMs).toISOString(),
    }),
  isOwn: (message: string) => message.startsWith('{"venue":"alpha"'),
  parse: (message: string): Trade => {
    const { id, symbol, price, quantity, time } = fieldsOf(message);
    return {
      id: `alpha:${id}`,
      symbol: (symbol ?? '').replace('/', '-'),
      cents: inCents(Number(price)),
      size: Number(quantity),
      atMs: Date.parse(time ?? ''),
    };
  },
} as const;

/** Cents of a price; a part of a cent stays, but for what comes of the multiplication. */
function inCents(price: number): number {
  const cents = price * 100;
  const whole = Math.round(cents);
  return Math.abs(cents - whole) < 1e-6 ? whole : cents;
}
