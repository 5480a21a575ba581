import type { Trade } from '../trade.ts';
import { fieldsOf } from './fields-of.ts';

const LOT = 10;

/** JSON with short names, cents, lots of ten and microseconds: `{"x":"B","n":17,"i":"ACMEUSD",…}`. */
export const bravo = {
  name: 'bravo',
  format: ({ id, symbol, cents, size, atMs }: Trade) =>
    JSON.stringify({
      x: 'B',
      n: Number(id.split(':')[1]),
      i: symbol.replace('-', ''),
      px: cents,
      lots: size / LOT,
      us: atMs * 1000,
    }),
  isOwn: (message: string) => message.startsWith('{"x":"B"'),
  parse: (message: string): Trade => {
    const { n, i = '', px, lots, us } = fieldsOf(message);
    return {
      id: `bravo:${n}`,
      // Quote currencies have three letters.
      symbol: `${i.slice(0, -3)}-${i.slice(-3)}`,
      cents: Number(px),
      size: Number(lots) * LOT,
      atMs: Math.floor(Number(us) / 1000),
    };
  },
} as const;
