import * as fc from 'fast-check';
import type { Text } from './text.ts';

const ILL_TYPED: Text = fc.constantFrom(
  'rate(queue_depth)',
  'queue_depth[5m]  + 1',
  'sum(1)',
  'sum("text")',
  '"a" + "b"',
  'time(1)',
  '1 > 2',
  '1 and 2',
  'queue_depth and 1',
  'abs(queue_depth, 1)',
  'topk(queue_depth)',
  'topk("1", queue_depth)',
  'quantile(queue_depth, 0.5)',
  'count_values("~", queue_depth)',
  'label_replace(queue_depth, "~", "$1", "instance", ".*")',
  'label_replace(queue_depth, "a", "$1", "instance", "(")',
  'label_replace(queue_depth, "job", "x", "instance", ".*") * 0 + on () queue_depth',
  'queue_depth{instance=~"("}',
  '{instance=~".*"}',
  '{}',
  'queue_depth{__name__="x"}',
  'queue_depth + on (instance) requests_total',
  'requests_total + on (instance) group_left queue_depth + on () temperature',
  'queue_depth + group_left queue_depth',
  'queue_depth and on (instance) group_left requests_total',
  'queue_depth + bool queue_depth',
  'rate(queue_depth[5m] offset 1m offset 2m)',
  'queue_depth @ 1 @ 2',
  'sum(queue_depth) offset 5m',
  'queue_depth[5m][5m:1m]',
  'queue_depth[0s]',
  'absent_over_time(sum(queue_depth)[5m])',
  'nonsense(queue_depth)',
  'scalar(1)',
  'vector(queue_depth)',
  'histogram_quantile(queue_depth, 0.5)',
  '{__name__="queue_depth"} * on (instance) group_left (instance) queue_depth',
  'rate({__name__=~"queue_depth|temperature"}[5m])',
);

const TOKEN = /\s+|"[^"]*"|\d[\w.]*|[\w:]+|[=!<>~]+|./g;

/** Queries that are no queries: ill typed, ambiguous, or with a token taken out, doubled or swapped. */
export function brokenQuery(query: Text): Text {
  const damaged = fc
    .tuple(query, fc.nat(), fc.constantFrom('drop', 'double', 'swap' as const))
    .map(([text, at, how]) => {
      const tokens = text.match(TOKEN) ?? [];
      const i = at % tokens.length;
      if (how === 'drop') tokens.splice(i, 1);
      else if (how === 'double') tokens.splice(i, 0, tokens[i]);
      else tokens.splice(i, 2, ...tokens.slice(i, i + 2).reverse());
      return tokens.join('');
    });
  return fc.oneof(ILL_TYPED, { weight: 4, arbitrary: damaged });
}
