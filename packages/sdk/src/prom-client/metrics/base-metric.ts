import { prometheusContentType } from '../contract/content-type.ts';
import { isObject } from '../contract/label-values.ts';
import type { LabelValues } from '../contract/label-values.ts';
import type { MetricConfiguration } from '../contract/metric-configuration.ts';
import type { Aggregator } from '../contract/metric-object.ts';
import type { MetricRegister } from '../contract/metric-register.ts';
import { sharedState } from '../contract/shared-state.ts';
import { labelArguments } from '../checks/label-arguments.ts';
import { validateLabel, validateLabelNames, validateMetricName } from '../checks/validation.ts';
import { KeptSeries } from '../series/kept-series.ts';
import { NO_LABELS, SeriesStore } from '../series/series-store.ts';
import { writeTextWith } from '../text/text-writers.ts';
import type { FastText } from '../text/text-writers.ts';

/** What all four kinds of metrics have in common. */
export abstract class BaseMetric<T extends string> {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly T[];
  readonly registers: readonly MetricRegister[];
  readonly aggregator: Aggregator;
  readonly enableExemplars: boolean;

  protected readonly store: SeriesStore;
  /** The series without labels. */
  protected readonly own: KeptSeries;

  /** `width` gives the number of floats of a series. */
  constructor(configuration: MetricConfiguration<T, never>, width: number) {
    if (!isObject(configuration)) throw new TypeError('constructor expected a config object');
    const { name, help, labelNames, registers, aggregator, collect, enableExemplars } = configuration;
    if (!help) throw new Error('Missing mandatory help parameter');
    if (!name) throw new Error('Missing mandatory name parameter');
    if (!validateMetricName(name)) throw new Error('Invalid metric name');
    if (!validateLabelNames(labelNames ?? [])) throw new Error('Invalid label name');
    if (collect && typeof collect !== 'function') {
      throw new Error('Optional "collect" parameter must be a function');
    }
    this.name = name;
    this.help = help;
    this.labelNames = labelNames ?? [];
    // Not a default of the destructuring: `null` stands for the default registry, too.
    this.registers = registers ?? defaultRegisters();
    this.aggregator = aggregator ?? 'sum';
    this.enableExemplars = Boolean(enableExemplars);
    this.collect = collect;
    this.store = new SeriesStore(this.labelNames, width);
    this.own = new KeptSeries(this.store, NO_LABELS);
  }

  /** Called before the metric is read; may be set later. */
  collect?(): void | Promise<void>;

  /** Runs `collect`. */
  protected update(): void | Promise<void> {
    return this.collect?.();
  }

  /** Registers the metric in its registries. Throws where a name is taken or exemplars cannot be written. */
  protected register(): void {
    for (const register of this.registers) {
      if (this.enableExemplars && register.contentType === prometheusContentType) {
        throw new TypeError('Exemplars are supported only on OpenMetrics registries');
      }
      register.registerMetric(this);
    }
  }

  /** Lets registries write the metric without its `get`, as long as that is the one of `prototype`. */
  protected writeWith(prototype: FastText['prototype'], write: FastText['write']): void {
    writeTextWith(this, { prototype, update: () => this.update(), write });
  }

  /** One series by the arguments of `labels`. Throws where they do not fit the metric. */
  protected keptSeries(given: readonly unknown[]): KeptSeries {
    const labels = labelArguments(this.labelNames, given);
    validateLabel(this.labelNames, labels);
    return new KeptSeries(this.store, labels);
  }

  /** Removes the series of these label values, in the order of `labelNames`. */
  remove(...values: (string | number)[]): void;
  /** Removes the series of these labels. */
  remove(labels: LabelValues<T>): void;
  remove(...values: readonly unknown[]): void {
    this.store.remove(labelArguments(this.labelNames, values));
  }

  abstract reset(): void;

  abstract get(): Promise<unknown>;
}

/** The default registry stands there since the module of registries was loaded. */
function defaultRegisters(): MetricRegister[] {
  const { defaultRegistry } = sharedState();
  return defaultRegistry ? [defaultRegistry] : [];
}
