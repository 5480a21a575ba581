import { prometheusContentType } from '../contract/content-type.ts';
import { isObject } from '../contract/label-values.ts';
import type { MetricConfiguration } from '../contract/metric-configuration.ts';
import type { Aggregator } from '../contract/metric-object.ts';
import type { MetricRegister } from '../contract/metric-register.ts';
import { sharedState } from '../contract/shared-state.ts';
import { validateLabelNames, validateMetricName } from '../checks/validation.ts';

/** What all four kinds of metrics have in common. */
export abstract class BaseMetric<T extends string> {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly T[];
  readonly registers: readonly MetricRegister[];
  readonly aggregator: Aggregator;
  readonly enableExemplars: boolean;

  constructor(configuration: MetricConfiguration<T, never>) {
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

  /** Removes all series; one without labels starts again at zero. */
  abstract reset(): void;

  abstract get(): Promise<unknown>;
}

/** The default registry stands there since the module of registries was loaded. */
function defaultRegisters(): MetricRegister[] {
  const { defaultRegistry } = sharedState();
  return defaultRegistry ? [defaultRegistry] : [];
}
