import type { CheckRule } from '../../check-rule.ts';
import { program } from './example-programs.ts';

/** One name declared as two kinds of metric. */
export const metricKindConflict: CheckRule = {
  id: 'metric/kind-conflict',
  severity: 'error',
  why: 'Both land under one name: a query is wrong for one of the two whatever it does.',
  doc: `Two declarations of one name with different kinds, or in a definition with different units.`,
  examples: [
    {
      wrong: {
        files: {
          'a.js': program("new client.Counter({ name: 'shop_orders', help: 'Orders' });"),
          'b.js': program("new client.Gauge({ name: 'shop_orders', help: 'Orders' });"),
        },
      },
      right: {
        files: {
          'a.js': program("new client.Counter({ name: 'shop_orders_total', help: 'Orders' });"),
          'b.js': program("new client.Gauge({ name: 'shop_orders', help: 'Orders' });"),
        },
      },
    },
  ],
  *run({ declarations }) {
    const first = new Map<string, (typeof declarations)[number]>();
    for (const declaration of declarations) {
      const { name, kind, placeOf } = declaration;
      const known = first.get(name);
      if (!known) first.set(name, declaration);
      else if (known.kind !== kind && known.origin === declaration.origin) {
        const { file, line } = known.placeOf('name').position;
        const message = `'${name}' is a ${kind} here and a ${known.kind} in ${file}:${line}`;
        yield { place: placeOf('name'), message, fix: 'give the two different names' };
      }
    }
  },
};
