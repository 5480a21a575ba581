import { certaintyOf } from '../../catalogue/certainty.ts';
import type { SeriesKind } from '../../catalogue/known-series.ts';
import type { CheckRule } from '../../check-rule.ts';
import { metricNameOf, selectorsOf } from '../../expression/selectors.ts';
import { shopFiles } from '../examples/example-files.ts';

/** The function to use instead, by the one used. */
const FOR_COUNTERS: ReadonlyMap<string, string> = new Map([
  ['rate', 'deriv'],
  ['irate', 'idelta'],
  ['increase', 'delta'],
]);
const FOR_GAUGES: ReadonlyMap<string, string> = new Map([
  ['delta', 'increase'],
  ['idelta', 'irate'],
  ['deriv', 'rate'],
]);

/** Functions of counters over gauges, and of gauges over counters. */
export const rateNotCounter: CheckRule = {
  id: 'rate/not-counter',
  severity: 'error',
  why: 'rate() takes every fall of a gauge for a restart; delta() takes every restart of a counter for a fall.',
  doc: `rate, irate and increase over a gauge; delta, idelta and deriv over a counter. Only where the kind
of the metric is declared.`,
  examples: [
    {
      wrong: { files: shopFiles('rate(shop_open_carts[5m]) > 5') },
      right: { files: shopFiles('deriv(shop_open_carts[5m]) > 5') },
    },
    {
      wrong: { files: shopFiles('delta(shop_requests_total[5m]) > 5') },
      right: { files: shopFiles('increase(shop_requests_total[5m]) > 5') },
    },
  ],
  *run({ queries, catalogue }) {
    for (const { expr, placeOf } of queries) {
      for (const { selector, ancestors } of expr ? selectorsOf(expr) : []) {
        const [range, call] = ancestors;
        if (range?.kind !== 'matrix' || call?.kind !== 'call' || !call.source) continue;
        const series = catalogue.get(metricNameOf(selector) ?? '');
        const better = series && betterFunction(call.func, series.kind);
        if (!series || better === undefined) continue;
        yield {
          place: placeOf({ start: call.source.start, end: call.source.start + call.func.length }),
          message: `${call.func}() over ${series.name}, which is a ${series.kind}`,
          fix: `use ${better}()`,
          severity: certaintyOf(series),
        };
      }
    }
  },
};

function betterFunction(used: string, kind: SeriesKind): string | undefined {
  if (kind === 'gauge') return FOR_COUNTERS.get(used);
  return kind === 'counter' ? FOR_GAUGES.get(used) : undefined;
}
