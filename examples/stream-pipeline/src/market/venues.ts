import type { Trade } from './trade.ts';

/** An exchange, by how it tells of trades. */
export interface Venue {
  readonly name: string;
  /** The message by which the exchange tells of a trade. */
  readonly format: (trade: Trade) => string;
  /** Whether a message looks like one of this exchange. */
  readonly isOwn: (message: string) => boolean;
  /** The trade that a message tells of; fields that are missing or no numbers are `NaN` or empty. */
  readonly parse: (message: string) => Trade;
}

/** JSON with prices as decimal text and times as ISO 8601: `{"venue":"alpha","id":17,"symbol":"ACME/USD",…}`. */
const alpha: Venue = {
  name: 'alpha',
  format: ({ id, symbol, cents, size, atMs }) =>
    JSON.stringify({
      venue: 'alpha',
      id: numberOf(id),
      symbol: symbol.replace('-', '/'),
      price: (cents / 100).toFixed(2),
      quantity: size,
      time: new Date(atMs).toISOString(),
    }),
  isOwn: (message) => message.startsWith('{"venue":"alpha"'),
  parse: (message) => {
    const { id, symbol = '', price, quantity, time = '' } = fieldsOf(message);
    return {
      id: `alpha:${id}`,
      symbol: symbol.replace('/', '-'),
      cents: inCents(Number(price)),
      size: Number(quantity),
      atMs: Date.parse(time),
    };
  },
};

const LOT = 10;

/** JSON with short names, cents, lots of ten and microseconds: `{"x":"B","n":17,"i":"ACMEUSD",…}`. */
const bravo: Venue = {
  name: 'bravo',
  format: ({ id, symbol, cents, size, atMs }) => {
    const [n, i] = [numberOf(id), symbol.replace('-', '')];
    return JSON.stringify({ x: 'B', n, i, px: cents, lots: size / LOT, us: atMs * 1000 });
  },
  isOwn: (message) => message.startsWith('{"x":"B"'),
  parse: (message) => {
    const { n, i = '', px, lots, us } = fieldsOf(message);
    // Quote currencies have three letters.
    const symbol = `${i.slice(0, -3)}-${i.slice(-3)}`;
    const atMs = Math.floor(Number(us) / 1000);
    return { id: `bravo:${n}`, symbol, cents: Number(px), size: Number(lots) * LOT, atMs };
  },
};

/** Bars between fields, mills and seconds: `C|17|usd.acme|120400|30|1760000000.123`. */
const charlie: Venue = {
  name: 'charlie',
  format: ({ id, symbol, cents, size, atMs }) => {
    const [base, quote] = symbol.toLowerCase().split('-');
    return ['C', numberOf(id), `${quote}.${base}`, cents * 10, size, (atMs / 1000).toFixed(3)].join('|');
  },
  isOwn: (message) => message.startsWith('C|'),
  parse: (message) => {
    const [, number, name = '', mills, size, seconds] = message.split('|');
    const [quote, base] = name.toUpperCase().split('.');
    const [symbol, atMs] = [`${base}-${quote}`, Math.round(Number(seconds) * 1000)];
    return { id: `charlie:${number}`, symbol, cents: Number(mills) / 10, size: Number(size), atMs };
  },
};

/** All exchanges. */
export const VENUES: readonly Venue[] = [alpha, bravo, charlie];

/** The exchange's own number of a trade. */
function numberOf(id: string): number {
  return Number(id.split(':')[1]);
}

/** Cents of a price; a part of a cent stays, but for what comes of the multiplication. */
function inCents(price: number): number {
  const cents = price * 100;
  const whole = Math.round(cents);
  return Math.abs(cents - whole) < 1e-6 ? whole : cents;
}

/** The fields of a JSON object as text. Throws a `SyntaxError` where it is none. */
function fieldsOf(message: string): Readonly<Partial<Record<string, string>>> {
  const value: unknown = JSON.parse(message);
  if (typeof value !== 'object' || value === null) throw new SyntaxError('no object');
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, String(field)]));
}
