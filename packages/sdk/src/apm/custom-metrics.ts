import type { CounterHandle } from '../metrics/counter.ts';
import type { SummaryHandle } from '../metrics/summary.ts';
import type { Registry } from '../registry/registry.ts';
import { metricNameOf } from './metric-names.ts';

/** Values that were added up before they are recorded. */
export interface MetricTotals {
  readonly count: number;
  readonly total: number;
}

/** A name costs a metric: there are so many at most, so that no user or request becomes one. */
const MAX_METRICS = 500;

/** Metrics that are made when they are first recorded. */
export class CustomMetrics {
  readonly #registry: Registry;
  readonly #values = new Map<string, SummaryHandle>();
  readonly #counts = new Map<string, CounterHandle>();

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  /** Adds a value, or values that were added up: into a sum and a count, `{name}_sum` and `{name}_count`. */
  record(name: string, value: number | MetricTotals): void {
    const summary = this.#find(this.#values, name, () =>
      this.#registry.summary(metricNameOf(name), { help: `Values of ${shown(name)}`, quantiles: [] }),
    );
    if (typeof value === 'object') summary?.add({ count: value.count, sum: value.total });
    else summary?.observe(value);
  }

  /** Adds to a counter, `{name}_total`. */
  increment(name: string, step: number): void {
    const counter = this.#find(this.#counts, name, () =>
      this.#registry.counter(`${metricNameOf(name)}_total`, { help: `Count of ${shown(name)}` }),
    );
    counter?.inc(step);
  }

  #find<Instrument extends object>(
    known: Map<string, Instrument>,
    name: string,
    make: () => Instrument,
  ): Instrument | undefined {
    const existing = known.get(name);
    if (existing) return existing;
    if (known.size >= MAX_METRICS) {
      const describe = () =>
        `there are ${MAX_METRICS} custom metrics: a name must not hold what is different each time`;
      this.#registry.diagnostics.drop('series_limit', 'custom metrics', describe);
      return undefined;
    }
    const made = make();
    known.set(name, made);
    return made;
  }
}

function shown(name: string): string {
  return `the custom metric ${name.slice(0, 100)}`;
}
