import type { Expr } from '@telltale/model';
import { renamedBy } from '../../catalogue/mistaken-names.ts';
import type { CheckRule } from '../../check-rule.ts';
import { metricNameOf, selectorsOf } from '../../expression/selectors.ts';
import { shopFiles } from '../examples/example-files.ts';

/** Queries of metrics that nothing exports. */
export const promqlUnknownMetric: CheckRule = {
  id: 'promql/unknown-metric',
  severity: 'error',
  why: 'A query of a metric that nothing exports returns nothing: the alert can never fire.',
  doc: `Reported where the catalogue would list the metric if it existed:
in a definition, every name; with --metrics, every name; with declarations found in source, names that
start with a word of a declared metric (words such as http or db do not count) or that differ from one
by a slip of the pen. Never reported: names of widely used exporters and runtimes (node_, redis_,
process_, …), recording rules (with a colon), names that stand in source of another language, and
anything inside absent(), and an old name in front of or and the new one.`,
  examples: [
    {
      wrong: { files: shopFiles('rate(shop_request_total[5m]) > 5') },
      right: { files: shopFiles('rate(shop_requests_total[5m]) > 5') },
    },
    {
      wrong: { files: shopFiles('shop_carts_abandoned > 5') },
      right: { files: shopFiles('redis_memory_used_bytes > 5 and on () absent(shop_carts_abandoned)') },
    },
    {
      wrong: { files: shopFiles('rate(node_network_receive_bytes[5m]) > 5') },
      right: {
        files: shopFiles(
          '(rate(node_network_receive_bytes[5m]) or rate(node_network_receive_bytes_total[5m])) > 5 or node_memory_HugePages_Total > 5',
        ),
      },
    },
  ],
  *run({ queries, catalogue }) {
    for (const { expr, text, origin, placeOf } of queries) {
      for (const { selector, ancestors } of expr ? selectorsOf(expr) : []) {
        const name = metricNameOf(selector);
        if (name === undefined || !selector.source || ancestors.some(isAbsent)) continue;
        const verdict = catalogue.judge(name, origin);
        if (verdict.kind !== 'unknown' || isFallback(verdict.closest, ancestors)) continue;
        const renamer = renamedBy(name, verdict.closest);
        const at = Math.max(selector.source.start, text.indexOf(name, selector.source.start));
        yield {
          place: placeOf({ start: at, end: at + name.length }),
          message: renamer ? `${renamer} renamed '${name}'` : `no metric is named '${name}'`,
          fix: verdict.closest === undefined ? '' : `did you mean ${verdict.closest}?`,
          // Exporters that old may still run somewhere.
          ...(renamer && { severity: 'warning' as const }),
        };
      }
    }
  },
};

/** `old_name or new_name` asks for whichever there is. */
function isFallback(meant: string | undefined, ancestors: readonly Expr[]): boolean {
  const alternatives = ancestors.filter((node) => node.kind === 'binary' && node.op === 'or');
  return alternatives.some((node) => selectorsOf(node).some((use) => metricNameOf(use.selector) === meant));
}

function isAbsent(node: Expr): boolean {
  return node.kind === 'call' && (node.func === 'absent' || node.func === 'absent_over_time');
}
