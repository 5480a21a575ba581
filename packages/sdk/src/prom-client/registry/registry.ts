import { isContentType, openMetricsContentType, prometheusContentType } from '../contract/content-type.ts';
import type {
  OpenMetricsContentType,
  PrometheusContentType,
  RegistryContentType,
} from '../contract/content-type.ts';
import type { LabelObject } from '../contract/label-values.ts';
import type { MetricObjectWithValues, MetricValue } from '../contract/metric-object.ts';
import type { RegistrableMetric } from '../contract/metric-register.ts';
import { sharedState } from '../contract/shared-state.ts';
import type { Counter } from '../metrics/counter.ts';
import type { Gauge } from '../metrics/gauge.ts';
import type { Histogram } from '../metrics/histogram.ts';
import type { Summary } from '../metrics/summary.ts';
import { NO_LABELS } from '../series/series-store.ts';
import { objectText } from '../text/object-text.ts';
import type { ForeignMetric } from '../text/object-text.ts';
import { headText } from '../text/sample-text.ts';
import type { PageStyle } from '../text/sample-text.ts';
import { fastTextOf } from '../text/text-writers.ts';

/** A metric of any kind. */
export type Metric<T extends string = string> = Counter<T> | Gauge<T> | Summary<T> | Histogram<T>;

const BRAND = Symbol.for('@telltale/sdk/prom-client/registry');

/**
 * Metrics that are exposed together.
 *
 * @example
 * ```ts
 * import { Gauge, Registry } from '@telltale/sdk/prom-client';
 *
 * const registry = new Registry();
 * new Gauge({ name: 'jobs_waiting', help: 'Jobs waiting', registers: [registry] }).set(2);
 * console.log((await registry.metrics()).endsWith('jobs_waiting 2\n')); // true
 * ```
 */
export class Registry<BoundRegistryContentType extends RegistryContentType = PrometheusContentType> {
  readonly #metrics = new Map<string, RegistrableMetric>();
  #defaultLabels: LabelObject = NO_LABELS;
  #contentType: RegistryContentType;

  /** Throws a `TypeError` for an unknown content type; Prometheus' text format by default. */
  constructor(contentType: BoundRegistryContentType | RegistryContentType = prometheusContentType) {
    if (!isContentType(contentType)) {
      throw new TypeError(`Content type ${String(contentType)} is unsupported`);
    }
    this.#contentType = contentType;
  }

  /** Media type of the Prometheus text format. */
  static get PROMETHEUS_CONTENT_TYPE(): PrometheusContentType {
    return prometheusContentType;
  }

  /** Media type of the OpenMetrics text format. */
  static get OPENMETRICS_CONTENT_TYPE(): OpenMetricsContentType {
    return openMetricsContentType;
  }

  /** The default registry. */
  static get globalRegistry(): Registry {
    return register;
  }

  /** Also registries of a second copy of this module are registries. */
  static [Symbol.hasInstance](value: unknown): boolean {
    if (this !== Registry) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  /** Marks registries of all copies of this module. */
  get [BRAND](): true {
    return true;
  }

  /** The page, after the metrics' `collect`. Rejects where one fails. */
  async metrics(): Promise<string> {
    const texts = await Promise.all(Array.from(this.#metrics.values(), (metric) => this.#text(metric)));
    return this.#isOpenMetrics ? `${texts.join('\n')}\n# EOF\n` : `${texts.join('\n\n')}\n`;
  }

  /** Removes all metrics and the default labels. */
  clear(): void {
    this.#metrics.clear();
    this.#defaultLabels = NO_LABELS;
  }

  /** Resets all metrics. */
  resetMetrics(): void {
    for (const metric of this.#metrics.values()) (metric as Metric).reset();
  }

  /** Adds a metric. Throws where another one has its name. */
  registerMetric<T extends string>(metric: Metric<T> | RegistrableMetric): void {
    const name = String(metric.name);
    const known = this.#metrics.get(name);
    if (known && known !== metric) {
      throw new Error(`A metric with the name ${name} has already been registered.`);
    }
    this.#metrics.set(name, metric);
  }

  /** All metrics as objects, after their `collect`. Rejects where one fails. */
  async getMetricsAsJSON(): Promise<MetricObjectWithValues<MetricValue<string>>[]> {
    const defaults = Object.entries(this.#defaultLabels);
    const metrics = (await Promise.all(
      Array.from(this.#metrics.values(), (metric) => metric.get()),
    )) as MetricObjectWithValues<MetricValue<string>>[];
    if (defaults.length > 0)
      for (const { values } of metrics) for (const value of values ?? []) label(value, defaults);
    return metrics;
  }

  /** The metrics themselves. */
  getMetricsAsArray(): Metric[] {
    return [...this.#metrics.values()] as Metric[];
  }

  /** Removes a metric by name. */
  removeSingleMetric(name: string): void {
    this.#metrics.delete(name);
  }

  /** A metric by name. */
  getSingleMetric<T extends string>(name: string): Metric<T> | undefined {
    return this.#metrics.get(name) as Metric<T> | undefined;
  }

  /** Sets labels that all samples of this registry get where they have none of that name. */
  setDefaultLabels(labels: object): void {
    this.#defaultLabels = labels as LabelObject;
  }

  /** The text of one metric by name. Rejects where there is none. */
  async getSingleMetricAsString(name: string): Promise<string> {
    const metric = this.#metrics.get(name);
    if (metric === undefined) throw new TypeError(`There is no metric with the name ${name}`);
    return this.#text(metric);
  }

  /** Media type of the page, for the header of a response. */
  get contentType(): BoundRegistryContentType {
    return this.#contentType as BoundRegistryContentType;
  }

  /** Changes the format of the page. Throws for an unknown one. */
  setContentType(contentType: BoundRegistryContentType | RegistryContentType): void {
    if (!isContentType(contentType)) throw new Error(`Content type ${String(contentType)} is unsupported`);
    this.#contentType = contentType;
    if ((this as unknown) === register) defaultContentType = contentType;
  }

  /** A registry with the metrics of all. Throws where content types differ or a name is there twice. */
  static merge(registers: Registry<RegistryContentType>[]): Registry {
    const contentType = registers[0].contentType;
    if (registers.some((register) => register.contentType !== contentType)) {
      throw new Error('Registers can only be merged if they have the same content type');
    }
    const merged = new Registry<PrometheusContentType>(contentType);
    for (const register of registers) {
      for (const metric of register.getMetricsAsArray()) merged.registerMetric(metric);
    }
    return merged;
  }

  get #isOpenMetrics(): boolean {
    return this.#contentType === openMetricsContentType;
  }

  async #text(metric: RegistrableMetric): Promise<string> {
    const style: PageStyle = { isOpenMetrics: this.#isOpenMetrics, defaultLabels: this.#defaultLabels };
    const fastText = fastTextOf(metric);
    if (fastText === undefined) {
      const object = (await metric.get()) as ForeignMetric;
      return objectText(object, exposedName(object, style), style);
    }
    // Awaited also where there is nothing to wait for: all `collect` run before anything is written, so that
    // the page shows what they set in other metrics.
    await fastText.update();
    const { name, help, type } = metric as Metric;
    const exposed = exposedName({ name, type }, style);
    const suffix = style.isOpenMetrics && type === 'counter' ? '_total' : '';
    return headText(exposed, help, type) + fastText.write(exposed + suffix, style);
  }
}

/** The registry of metrics that name none: one in a process, also where this module was loaded twice. */
export const register: Registry = defaultRegistry();

let defaultContentType: RegistryContentType = register.contentType;

/** Media type of the default registry's page, as it is at the moment. */
export { defaultContentType as contentType };

function defaultRegistry(): Registry {
  const state = sharedState();
  // Only this module puts a registry there.
  return (state.defaultRegistry ??= new Registry()) as Registry;
}

/** In OpenMetrics the name of a counter stands without `_total`; its samples have it. */
function exposedName({ name, type }: { name: string; type: string }, { isOpenMetrics }: PageStyle): string {
  return isOpenMetrics && type === 'counter' ? name.replace(/_total$/, '') : name;
}

function label(value: MetricValue<string>, defaults: readonly [string, unknown][]): void {
  const labels: Record<string, unknown> = { ...value.labels };
  for (const [name, text] of defaults) labels[name] ||= text;
  value.labels = labels as MetricValue<string>['labels'];
}
