import type { RelabelTrace } from '@telltale/model';
import { LabelSet, createRelabeller, traceRelabel } from '@telltale/model';
import { compileRelabelRegexp } from '@telltale/promql';
import type { ResolvedTarget } from '@telltale/definition';
import { createSampleLabels, discoveredLabels, populateTarget, targetTemplate } from '@telltale/station';

/** What the rules of a job make of one set of labels. */
export interface RelabelTrial {
  readonly kind: 'target' | 'series';
  /** The labels before the first rule. */
  readonly before: LabelSet;
  readonly trace: RelabelTrace;
  /** The labels in the end; absent where nothing is kept. */
  readonly result?: LabelSet;
  /** Where a target is scraped. */
  readonly url?: string;
  /** Why there is no target although no rule drops it. */
  readonly reason?: string;
}

/** The labels that an instance of a job has before relabelling, with those that discovery gives it. */
export function labelsBefore(job: ResolvedTarget, given: Readonly<Record<string, string>>): LabelSet {
  const template = targetTemplate(job, (labels) => labels);
  return discoveredLabels(template, LabelSet.empty, LabelSet.of(given));
}

/** Runs the rules for targets over labels as discovery leaves them. */
export function tryTarget(job: ResolvedTarget, before: LabelSet): RelabelTrial {
  const { relabel = [] } = job;
  const trace = traceRelabel(relabel, before, compileRelabelRegexp);
  const template = targetTemplate(job, createRelabeller(relabel, compileRelabelRegexp));
  const populated = populateTarget(template, before);
  const trial = { kind: 'target', before, trace } as const;
  if (populated.kind === 'dropped') return trial;
  if (populated.kind === 'invalid') return { ...trial, reason: populated.reason };
  return { ...trial, result: LabelSet.of(populated.target.labels), url: populated.target.url };
}

const NO_LIMITS = {
  samples: Infinity,
  bodyBytes: Infinity,
  labels: Infinity,
  labelNameBytes: Infinity,
  labelValueBytes: Infinity,
  targets: Infinity,
};

/** Runs the rules for samples over series of a page, joined with the labels of a target as a scrape does it. */
export function trySeries(
  job: ResolvedTarget,
  ofTarget: Readonly<Record<string, string>>,
): (exposed: LabelSet) => RelabelTrial {
  const { metricRelabel = [], honorLabels = false } = job;
  const joined = createSampleLabels({ labels: ofTarget, honorLabels, limits: NO_LIMITS });
  return (exposed) => {
    const before = joined(exposed) ?? exposed;
    const trace = traceRelabel(metricRelabel, before, compileRelabelRegexp);
    const { labels } = trace;
    const trial = { kind: 'series', before, trace } as const;
    if (labels?.metricName === '') return { ...trial, reason: 'the rules leave it without a name' };
    return labels === undefined ? trial : { ...trial, result: labels };
  };
}
