import type { Matcher, VectorSelector } from '@telltale/model';
import { compileMatcher } from '@telltale/promql';
import type { MetricCatalogue } from '../../catalogue/metric-catalogue.ts';
import type { TargetLabels } from '../../catalogue/target-labels.ts';
import { metricNameOf } from '../selectors.ts';
import type { Inferred } from './inferred.ts';
import { UNKNOWN_VECTOR } from './inferred.ts';
import { LabelShape } from './label-shape.ts';
import { traitsOf } from './metric-traits.ts';

/** What selectors are looked up in. */
export interface SelectorKnowledge {
  readonly catalogue: MetricCatalogue;
  readonly targetLabels: TargetLabels;
  /** What recording rules write under a name, if there are any. */
  readonly recorded: (name: string) => Inferred | undefined;
}

/** What a selector gives. */
export function inferSelector(selector: VectorSelector, knowledge: SelectorKnowledge): Inferred {
  const name = metricNameOf(selector);
  const recorded = name === undefined ? undefined : knowledge.recorded(name);
  const base = recorded ?? (name === undefined ? UNKNOWN_VECTOR : scraped(name, knowledge));
  return { ...base, labels: matched(base.labels, selector.matchers) };
}

function scraped(name: string, { catalogue, targetLabels }: SelectorKnowledge): Inferred {
  const series = catalogue.get(name);
  const { nature, unit, range } = traitsOf(name, series);
  // Of an exporter's series no file here tells which labels its targets add.
  const labels =
    series?.labels && series.origin !== 'exporter' && targetLabels.knowledge !== 'open'
      ? LabelShape.among(series.labels.keys(), targetLabels.has)
      : LabelShape.any();
  return {
    type: 'vector',
    labels,
    nature,
    ...(unit !== undefined && { unit }),
    range,
    usual: range,
    isMeasured: unit === 'ratio',
  };
}

/** Matchers that a missing label does not satisfy make it certain; one that only it satisfies, impossible. */
function matched(labels: LabelShape, matchers: readonly Matcher[]): LabelShape {
  const present = matchers.filter((matcher) => !compileMatcher(matcher).matches(''));
  const missing = matchers.filter(({ op, value }) => op === '=' && value === '');
  const names = (list: readonly Matcher[]): string[] =>
    list.map(({ name }) => name).filter((name) => name !== '__name__');
  return labels.drop(names(missing)).add(names(present), true);
}
