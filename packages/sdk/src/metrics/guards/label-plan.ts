import { isSampleRatio } from '@telltale/definition';
import type { LabelSpec, MetricDeclaration } from '@telltale/definition';
import type { GuardOptions, LabelNames } from './guard-options.ts';
import { canBeLabel } from './label-name.ts';
import { isSensitiveName } from './sensitive-text.ts';

/** One label as it is kept. */
export interface PlannedLabel {
  /** As exposed. */
  readonly name: string;
  /** Its index among the labels that are recorded. */
  readonly from: number;
  /** Whether its values must never be shown, because of its name. */
  readonly isRedacted: boolean;
  /** Whether values that look like secrets may be shown. */
  readonly isTrusted: boolean;
  /** Different values that are kept; the others become one. */
  readonly maxValues: number;
  /** Share of the values that have series of their own. */
  readonly ratio: number;
  readonly listed: ReadonlySet<string> | undefined;
}

/** What becomes of the labels of one metric. */
export interface LabelPlan {
  /** The labels as code records them. */
  readonly recorded: readonly string[];
  /** The labels as they are kept. */
  readonly kept: readonly PlannedLabel[];
}

/** Applies a registry's guards to the labels of one metric. */
export function planLabels(
  metric: string,
  { kind, labels }: Pick<MetricDeclaration, 'kind' | 'labels'>,
  guards: GuardOptions = {},
): LabelPlan {
  const recorded = Object.keys(labels);
  const allowed = namesFor(guards.allowLabels, metric);
  const dropped = namesFor(guards.dropLabels, metric);
  const trusted = new Set(guards.allowSensitive);
  const kept = recorded
    .map((name, from) => ({
      name: nameFor(name, metric, kind, guards),
      from,
      isRedacted: !trusted.has(name) && !Array.isArray(labels[name]) && isSensitiveName(name),
      isTrusted: trusted.has(name),
      maxValues: maxValues(labels[name]),
      ratio: sampledRatio(labels[name]),
      listed: Array.isArray(labels[name]) ? new Set<string>(labels[name]) : undefined,
    }))
    .filter(({ from }) => allowed?.has(recorded[from]) ?? true)
    .filter(({ from }) => dropped?.has(recorded[from]) !== true);
  return { recorded, kept: withoutDoubles(kept) };
}

function namesFor(names: LabelNames | undefined, metric: string): ReadonlySet<string> | undefined {
  if (names === undefined) return undefined;
  if (isList(names)) return new Set(names);
  return Object.hasOwn(names, metric) ? new Set(names[metric]) : undefined;
}

function isList(names: LabelNames): names is readonly string[] {
  return Array.isArray(names);
}

/** The new name of a label; its own where the new one could not be exposed. */
function nameFor(
  name: string,
  metric: string,
  kind: MetricDeclaration['kind'],
  guards: GuardOptions,
): string {
  const wanted = renamed(name, metric, guards);
  return canBeLabel(wanted, metric, kind) ? wanted : name;
}

function renamed(name: string, metric: string, { renameLabels = {} }: GuardOptions): string {
  const ofMetric = Object.hasOwn(renameLabels, metric) ? renameLabels[metric] : undefined;
  if (typeof ofMetric === 'object' && Object.hasOwn(ofMetric, name)) return ofMetric[name];
  const ofAll = Object.hasOwn(renameLabels, name) ? renameLabels[name] : undefined;
  return typeof ofAll === 'string' ? ofAll : name;
}

/** Of labels that were given the same name the first is kept: a series cannot have two. */
function withoutDoubles(labels: readonly PlannedLabel[]): PlannedLabel[] {
  const names = new Set<string>();
  return labels.filter(({ name }) => !names.has(name) && names.add(name));
}

function sampledRatio(spec: LabelSpec): number {
  const sampling = typeof spec === 'object' && 'sampling' in spec ? spec.sampling : undefined;
  return isSampleRatio(sampling?.ratio) ? sampling.ratio : 1;
}

function maxValues(spec: LabelSpec): number {
  const isLimited = typeof spec === 'object' && 'maxValues' in spec && spec.maxValues !== undefined;
  return isLimited && spec.maxValues > 0 ? spec.maxValues : Infinity;
}
