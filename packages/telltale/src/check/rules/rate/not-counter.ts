import { certaintyOf } from '../../catalogue/certainty.ts';
import type { KnownSeries, SeriesKind } from '../../catalogue/known-series.ts';
import type { CheckRule } from '../../check-rule.ts';
import type { Nature } from '../../expression/inference/inferred.ts';
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

/** Gauges that only ever grow: how fast a clock runs or a log is read may well be asked. */
const ONLY_GROWS = /_(?:offset|timestamp|timestamp_seconds)$|^node_time_seconds$/;

/** Functions of counters over gauges, and of gauges over counters. */
export const rateNotCounter: CheckRule = {
  id: 'rate/not-counter',
  severity: 'error',
  why: 'rate() takes every fall of a gauge for a restart; delta() takes every restart of a counter for a fall.',
  doc: `rate, irate and increase over a gauge; delta, idelta and deriv over a counter. The kind is that of
the declaration; of metrics that nothing declares, kinds are known by widely used exporters and by the
ends of names (…_total, …_avail_bytes, …_info, kube_… without _total). Not reported: gauges that only grow, such
as offsets and timestamps.`,
  examples: [
    {
      wrong: { files: shopFiles('rate(shop_open_carts[5m]) > 5') },
      right: { files: shopFiles('deriv(shop_open_carts[5m]) > 5') },
    },
    {
      wrong: { files: shopFiles('rate(node_memory_MemFree_bytes[5m]) > 9') },
      right: {
        files: shopFiles(
          'rate(kafka_topic_partition_current_offset[5m]) + rate(queue_sent_timestamp_seconds[5m]) < 1',
        ),
      },
    },
    {
      wrong: { files: shopFiles('delta(shop_requests_total[5m]) > 5') },
      right: { files: shopFiles('increase(shop_requests_total[5m]) > 5') },
    },
  ],
  *run({ queries, catalogue, inference }) {
    for (const { expr, placeOf } of queries) {
      for (const { selector, ancestors } of expr ? selectorsOf(expr) : []) {
        const [range, call] = ancestors;
        if (range?.kind !== 'matrix' || call?.kind !== 'call' || !call.source) continue;
        const name = metricNameOf(selector) ?? '';
        const series = catalogue.get(name);
        const kind = kindOf(series, name, inference.of(selector).nature);
        const better = betterFunction(call.func, kind);
        if (better === undefined || (kind === 'gauge' && ONLY_GROWS.test(name))) continue;
        const isDeclared = series !== undefined && series.kind !== 'unknown';
        yield {
          place: placeOf({ start: call.source.start, end: call.source.start + call.func.length }),
          message: `${call.func}() over ${name}, which is a ${kind}`,
          fix: `use ${better}()`,
          severity: isDeclared ? certaintyOf(series) : 'warning',
        };
      }
    }
  },
};

/** Some exporters count what is `healthy`; what is `up` is 0 or 1 everywhere. */
function kindOf(series: KnownSeries | undefined, name: string, nature: Nature): SeriesKind {
  if (series && series.kind !== 'unknown') return series.kind;
  if (nature === 'counter') return 'counter';
  return nature === 'gauge' || (nature === 'flag' && /(?:^|_)up$/.test(name)) ? 'gauge' : 'unknown';
}

function betterFunction(used: string, kind: SeriesKind): string | undefined {
  if (kind === 'gauge') return FOR_COUNTERS.get(used);
  return kind === 'counter' ? FOR_GAUGES.get(used) : undefined;
}
