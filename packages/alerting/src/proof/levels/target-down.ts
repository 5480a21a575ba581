import { LabelSet } from '@telltale/model';
import type { SynthesisedSeries } from '../synthesis/synthesise.ts';
import type { Assignment, SyntheticSource } from '../synthesis/synthetic-source.ts';

/** The series, and `up` of every target that they come from. */
export function withUp(series: SynthesisedSeries): SynthesisedSeries {
  const ups = series.sources.filter(({ name }) => name === 'up');
  const known = new Set(ups.map(({ labels }) => targetOf(labels).key));
  const targets = new Map(
    series.sources.map(({ labels }) => [targetOf(labels).key, targetOf(labels)] as const),
  );
  const added = [...targets]
    .filter(([key, target]) => target.size > 0 && !known.has(key))
    .map(([, labels]): SyntheticSource => {
      return { kind: 'gauge', name: 'up', labels, buckets: [] };
    });
  const isUp = added.map(() => ({ kind: 'value', value: 1 }) as const);
  return {
    ...series,
    sources: [...series.sources, ...added],
    quiet: [...series.quiet, ...isUp],
    firing: [...series.firing, ...isUp],
  };
}

/** Job and instance of the target whose series tell of the fault; empty where series come from no target. */
export function faultyTarget({ sources, quiet, firing }: SynthesisedSeries): LabelSet {
  const changed = sources.filter((_, i) => JSON.stringify(quiet[i]) !== JSON.stringify(firing[i]));
  return targetOf((changed[0] ?? sources[0])?.labels ?? LabelSet.empty);
}

/** The levels during the fault, with one target that does not answer. One that nobody scrapes cannot fail. */
export function targetDown({ sources, firing }: SynthesisedSeries, target: LabelSet): Assignment {
  return sources.map(({ name, labels }, i) => {
    if (target.size === 0 || targetOf(labels).key !== target.key || firing[i].kind === 'absent')
      return firing[i];
    return name === 'up' ? { kind: 'value', value: 0 } : { kind: 'absent' };
  });
}

function targetOf(labels: LabelSet): LabelSet {
  return labels.only(['job', 'instance']);
}
