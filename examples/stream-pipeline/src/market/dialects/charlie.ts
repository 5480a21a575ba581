import type { Trade } from '../trade.ts';

/** Bars between fields, mills and seconds: `C|17|usd.acme|120400|30|1760000000.123`. */
export const charlie = {
  name: 'charlie',
  format: ({ id, symbol, cents, size, atMs }: Trade) => {
    const [base, quote] = symbol.toLowerCase().split('-');
    return ['C', id.split(':')[1], `${quote}.${base}`, cents * 10, size, (atMs / 1000).toFixed(3)].join('|');
  },
  isOwn: (message: string) => message.startsWith('C|'),
  parse: (message: string): Trade => {
    const [, number, symbol = '', mills, size, seconds] = message.split('|');
    const [quote, base] = symbol.toUpperCase().split('.');
    return {
      id: `charlie:${number}`,
      symbol: `${base}-${quote}`,
      cents: Number(mills) / 10,
      size: Number(size),
      atMs: Math.round(Number(seconds) * 1000),
    };
  },
} as const;
