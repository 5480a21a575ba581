import type { MetricView } from '../../metrics/view/metric-view.ts';
import { isAddable } from '../pages/metric-head.ts';
import type { MergeOptions } from './merged-metric.ts';
import { MergedMetric } from './merged-metric.ts';

/** What {@link MetricSum} takes. */
export interface SumOptions extends MergeOptions {
  /** A process has a metric with other labels or buckets than the others: its values are left out. */
  readonly onMismatch: (metric: string) => void;
}

/** The metrics of several processes as one. */
export class MetricSum {
  readonly #options: SumOptions;
  readonly #merged = new Map<string, MergedMetric>();

  constructor(options: SumOptions) {
    this.#options = options;
  }

  /** The sum of what the processes have, in a stable order of processes. */
  merge(processes: readonly (readonly MetricView[])[]): readonly MetricView[] {
    const byName = new Map<string, MetricView[]>([...this.#merged.keys()].map((name) => [name, []]));
    for (const view of processes.flat()) {
      if (view.kind === 'gauge' && view.aggregate === 'omit') continue;
      const views = byName.get(view.name);
      if (views) views.push(view);
      else byName.set(view.name, [view]);
    }
    for (const [name, views] of byName) this.#mergeMetric(name, views);
    return [...this.#merged.values()];
  }

  /** A process died: its counters, histograms and summaries go on to count. */
  keep(views: readonly MetricView[]): void {
    for (const view of views) {
      const merged = this.#merged.get(view.name);
      if (merged && isAddable(merged, view)) merged.keep(view);
    }
  }

  #mergeMetric(name: string, views: readonly MetricView[]): void {
    let merged = this.#merged.get(name);
    let fitting = views.filter((view) => merged && isAddable(merged, view));
    if (fitting.length === 0 && views.length > 0) {
      // New, or all processes have another version of it by now.
      const [first] = views;
      merged = new MergedMetric(first, this.#options);
      this.#merged.set(name, merged);
      fitting = views.filter((view) => isAddable(first, view));
    }
    if (fitting.length < views.length) this.#options.onMismatch(name);
    merged?.merge(fitting);
    if (fitting.length === 0 && merged?.seriesCount === 0) this.#merged.delete(name);
  }
}
