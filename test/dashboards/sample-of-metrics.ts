import type { ResolvedDefinition, ResolvedLabel, ResolvedMetric, ResolvedTarget } from '@telltale/definition';
import { LabelSet, MemorySeriesStore, walkExpr } from '@telltale/model';
import type { Expr } from '@telltale/model';
import { createQueryEngine } from '@telltale/promql';

const STEP_MS = 15_000;
/** Long enough for rates over an hour. */
const STEPS = 260;
const DAY_MS = 86_400_000;
/** What charts compare the present with. */
const OFFSETS_MS = [7 * DAY_MS, DAY_MS, 0];
const MAX_SERIES_OF_METRIC = 60;
const PLAUSIBLE = ['200', '404', '500', 'GET', 'POST', '/', 'a', 'b', '0', '1', 'db0', 'user', 'main'];

/** The times of all samples: an hour now, and the same hour a day and a week ago. */
function sampleTimes(endMs: number): readonly number[] {
  return OFFSETS_MS.flatMap((offsetMs) =>
    Array.from({ length: STEPS }, (_, step) => endMs - offsetMs - (STEPS - 1 - step) * STEP_MS),
  );
}

/**
 * Samples of everything a definition declares: every metric on every instance that exposes it, with
 * every value of its labels. Of labels with any values those that queries name are among them.
 */
export function sampleOfMetrics(
  definition: ResolvedDefinition,
  exprs: readonly Expr[],
  endMs: number,
): MemorySeriesStore {
  const store = new MemorySeriesStore();
  const times = sampleTimes(endMs);
  const named = namedValues(exprs);
  for (const target of definition.targets) {
    const metrics = definition.metrics.filter((metric) => exposes(target, metric));
    for (const instance of target.addresses) {
      const base = { ...target.labels, job: target.job, instance };
      store.add(
        LabelSet.of({ ...base, __name__: 'up' }),
        times.map((timeMs) => [timeMs, 1] as const),
      );
      for (const metric of metrics) addMetric(store, metric, { base, times, named });
    }
  }
  return store;
}

/** Writes what the recording rules compute at the last times, as the station does. */
export async function addRecordings(
  { rules }: ResolvedDefinition,
  store: MemorySeriesStore,
  endMs: number,
): Promise<void> {
  const engine = createQueryEngine({ source: store });
  const times = sampleTimes(endMs);
  const recordings = rules.filter(({ kind }) => kind === 'recording');
  for (const atMs of times.filter((_, step) => step % 260 > 255)) {
    for (const { name, expr, labels } of recordings) {
      const { value } = await engine.instant(expr, atMs);
      for (const sample of value.type === 'vector' ? value.samples : []) {
        if (!('value' in sample)) continue;
        const series = LabelSet.of({ ...sample.labels.toObject(), ...labels, __name__: name });
        store.add(series, [[atMs, sample.value]]);
      }
    }
  }
}

function exposes(target: ResolvedTarget, metric: ResolvedMetric): boolean {
  if (metric.exporter !== target.exporter) return false;
  return metric.service === undefined || target.service === undefined || metric.service === target.service;
}

/** The values that matchers ask for, by label. */
function namedValues(exprs: readonly Expr[]): ReadonlyMap<string, readonly string[]> {
  const named = new Map<string, string[]>();
  for (const expr of exprs) {
    for (const node of walkExpr(expr)) {
      for (const { name, op, value } of node.kind === 'vector' ? node.matchers : []) {
        // Of a pattern, what is between its bars is a value where it has no other syntax.
        const values =
          op === '=' ? [value] : op === '=~' ? value.replaceAll(/[()]|\.[*+]/g, '').split('|') : [];
        named.set(name, [...(named.get(name) ?? []), ...values]);
      }
    }
  }
  return named;
}

interface Place {
  readonly base: Readonly<Record<string, string>>;
  readonly times: readonly number[];
  readonly named: ReadonlyMap<string, readonly string[]>;
}

function addMetric(store: MemorySeriesStore, metric: ResolvedMetric, { base, times, named }: Place): void {
  for (const labels of labelSets(metric, named)) {
    const add = (
      name: string,
      extra: Readonly<Record<string, string>>,
      valueAt: (step: number) => number,
    ): void =>
      store.add(
        LabelSet.of({ ...base, ...labels, ...extra, __name__: name }),
        times.map((timeMs, step) => [timeMs, valueAt(step)] as const),
      );
    addSeries(metric, add, times);
  }
}

type AddSeries = (
  name: string,
  extra: Readonly<Record<string, string>>,
  valueAt: (step: number) => number,
) => void;

function addSeries(metric: ResolvedMetric, add: AddSeries, times: readonly number[]): void {
  const { name, kind } = metric;
  if (kind === 'counter') add(name, {}, (step) => step * 3);
  else if (kind === 'gauge') add(name, {}, gaugeValue(metric, times));
  else if (kind === 'info') add(name.endsWith('_info') ? name : `${name}_info`, {}, () => 1);
  else if (kind === 'stateset') {
    for (const [index, state] of (metric.states ?? []).entries())
      add(name, { [name]: state }, () => (index === 0 ? 1 : 0));
  } else {
    const bounds = kind === 'histogram' ? [...(metric.buckets ?? []), Infinity] : [];
    for (const [index, bound] of bounds.entries()) {
      add(
        `${name}_bucket`,
        { le: bound === Infinity ? '+Inf' : String(bound) },
        (step) => step * (index + 1),
      );
    }
    for (const quantile of kind === 'summary' ? (metric.quantiles ?? []) : [])
      add(name, { quantile: String(quantile) }, () => 0.2);
    add(`${name}_sum`, {}, (step) => step);
    add(`${name}_count`, {}, (step) => step * Math.max(1, bounds.length));
  }
}

function gaugeValue({ name }: ResolvedMetric, times: readonly number[]): (step: number) => number {
  // Times of events lie a minute in the past.
  return /(?:timestamp|time)_seconds$/.test(name)
    ? (step) => times[step] / 1000 - 60
    : (step) => 5 + (step % 7);
}

/** All combinations of the labels' values, or the first of them where there are too many. */
function labelSets(
  { labels }: ResolvedMetric,
  named: ReadonlyMap<string, readonly string[]>,
): readonly Readonly<Record<string, string>>[] {
  let sets: Readonly<Record<string, string>>[] = [{}];
  for (const [label, values] of Object.entries(labels)) {
    const possible = valuesOf(values, named.get(label) ?? []);
    sets = sets.flatMap((set) => possible.map((value) => ({ ...set, [label]: value })));
    // Evenly spread, so that each value stays in some of them.
    const every = Math.ceil(sets.length / MAX_SERIES_OF_METRIC);
    sets = sets.filter((_, index) => index % every === 0);
  }
  return sets;
}

function valuesOf(label: ResolvedLabel, named: readonly string[]): readonly string[] {
  if (label.kind === 'values') return label.values;
  if (label.kind === 'any') return [...new Set([...named, 'a'])].slice(0, 6);
  const pattern = new RegExp(`^(?:${label.pattern})$`);
  const fitting = [...named, ...PLAUSIBLE].filter((value) => pattern.test(value));
  return [...new Set(fitting)].slice(0, 6);
}
