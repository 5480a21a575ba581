import { quoteText } from '@telltale/model';
import type { CallInput } from './call-input.ts';

const COUNTER_NAME = /_(?:total|sum|count|bucket)$/;

/**
 * Remarks on a counter function over something that is no counter: by its metadata where known,
 * else by its name.
 */
export function noteNonCounter({ context, node }: CallInput, metric: string): void {
  if (metric === '' || COUNTER_NAME.test(metric)) return;
  const type = context.metadata().get(metric)?.type;
  if (type === 'counter') return;
  const reason =
    type === undefined || type === 'unknown'
      ? 'metric might not be a counter, name does not end in _total/_sum/_count/_bucket'
      : `metric is a ${type}, not a counter`;
  context.annotations.info(node.args[0], `PromQL info: ${reason}: ${quoteText(metric)}`);
}
