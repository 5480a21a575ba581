import { LabelSet, TelltaleError } from '@telltale/model';
import type { RecordingRule, VectorSample } from '@telltale/model';
import type { RuleSample } from './rule-series.ts';

/**
 * The samples a recording rule writes for a result: renamed, with the rule's labels. Throws
 * `TT_QUERY_EXECUTION` when two series end up with the same labels.
 */
export function recordingRuleSamples(rule: RecordingRule, result: readonly VectorSample[]): RuleSample[] {
  const seen = new Set<string>();
  return result.map(({ labels, value, histogram }) => {
    const recorded = LabelSet.from([
      ...labels.entries(),
      ...Object.entries(rule.labels),
      ['__name__', rule.name],
    ]);
    if (seen.has(recorded.key)) {
      throw new TelltaleError(
        'TT_QUERY_EXECUTION',
        `Two series give the same recorded series ${recorded.toString()} after the rule's labels were applied.`,
        { fix: 'Keep a label in the expression that tells the series apart, or remove it from the rule.' },
      );
    }
    seen.add(recorded.key);
    return { labels: recorded, value, ...(histogram && { histogram }) };
  });
}
