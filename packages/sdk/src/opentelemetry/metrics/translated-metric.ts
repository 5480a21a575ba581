import type { Attributes } from '@opentelemetry/api';
import type { MetricDeclaration } from '@telltale/definition';
import { NativeBuckets } from '../../metrics/distribution/native-buckets.ts';
import type { MetricSetup, SeriesSlot } from '../../metrics/metric.ts';
import { Metric } from '../../metrics/metric.ts';
import type {
  InstrumentOrigin,
  TranslatedMetric as Translated,
} from '../../metrics/view/instrument-origin.ts';
import type { AttributeLabels } from './attribute-labels.ts';
import type { Measurements } from './measurements.ts';

/** What a {@link TranslatedMetric} is made from. */
export interface TranslatedMetricOptions {
  readonly setup: Omit<MetricSetup, 'declaration'>;
  /** Without labels: they come with the measurements. */
  readonly declaration: MetricDeclaration;
  readonly origin: Omit<InstrumentOrigin, 'attributeNames'>;
  readonly labels: AttributeLabels;
}

/**
 * A metric whose labels come with the measurements. An attribute that was not there before becomes one more
 * label: the metric is made anew with it, and the series so far move there with the label empty.
 */
export class TranslatedMetric implements Translated, Measurements {
  readonly name: string;
  readonly createdMs = Date.now();
  readonly #options: TranslatedMetricOptions;
  #metric: Metric;
  /** Labels of the series that were set in this round of observations. */
  #round: Map<string, Record<string, string>> | undefined;
  #lastRound = new Map<string, Record<string, string>>();

  constructor(options: TranslatedMetricOptions) {
    this.#options = options;
    this.name = options.setup.name;
    this.#metric = this.#made();
  }

  add(value: number, attributes: Attributes): void {
    const isCounter = this.kind === 'counter';
    if (!Number.isFinite(value) || (isCounter && value < 0)) return this.#metric.refuse(value);
    const { page, row } = this.#slot(this.#labels(attributes));
    page.values[row] += value;
    this.#metric.exemplars?.keep({ page, row, place: 0, value }, undefined);
  }

  set(value: number, attributes: Attributes): void {
    if (Number.isNaN(value) || (this.kind === 'counter' && value < 0)) return this.#metric.refuse(value);
    const labels = this.#labels(attributes);
    const { page, row } = this.#slot(labels);
    page.values[row] = value;
    this.#round?.set(keyOf(labels), labels);
  }

  observe(value: number, attributes: Attributes): void {
    if (!(value >= 0 && value < Infinity)) return this.#metric.refuse(value);
    const { page, row } = this.#slot(this.#labels(attributes));
    const { bounds, width } = this.#metric;
    const within = bounds.findIndex((bound) => value <= bound);
    const bucket = within < 0 ? bounds.length : within;
    page.values[row * width] += value;
    page.values[row * width + 1 + bucket]++;
    this.#metric.exemplars?.keep({ page, row, place: bucket, value }, undefined);
    const cell = page.cells[row];
    if (cell instanceof NativeBuckets) cell.observe(value);
  }

  beginRound(): void {
    this.#round = new Map();
  }

  endRound(): void {
    const round = this.#round ?? new Map<string, Record<string, string>>();
    for (const [key, labels] of this.#lastRound) {
      if (!round.has(key)) this.#metric.remove(this.#complete(labels));
    }
    this.#lastRound = round;
    this.#round = undefined;
  }

  get origin(): InstrumentOrigin {
    return { ...this.#options.origin, attributeNames: this.#options.labels.attributeNames };
  }

  get kind() {
    return this.#metric.kind;
  }
  get help() {
    return this.#metric.help;
  }
  get unit() {
    return this.#metric.unit;
  }
  get labelNames() {
    return this.#metric.labelNames;
  }
  get bounds() {
    return this.#metric.bounds;
  }
  get native() {
    return this.#metric.native;
  }
  get quantiles() {
    return this.#metric.quantiles;
  }
  get states() {
    return this.#metric.states;
  }
  get aggregate() {
    return this.#metric.aggregate;
  }
  get hasExemplars() {
    return this.#metric.hasExemplars;
  }
  get width() {
    return this.#metric.width;
  }
  get pages() {
    return this.#metric.pages;
  }
  get seriesCount() {
    return this.#metric.seriesCount;
  }

  #labels(attributes: Attributes): Record<string, string> {
    return this.#options.labels.of(attributes);
  }

  #slot(labels: Record<string, string>): SeriesSlot {
    const { names } = this.#options.labels;
    if (names.length > Object.keys(this.#metric.declaration.labels).length) this.#widen();
    return this.#metric.slot(labels);
  }

  #made(): Metric {
    const { setup, declaration, labels } = this.#options;
    const specs: Record<string, 'any'> = Object.create(null);
    for (const name of labels.names) specs[name] = 'any';
    const metric = new Metric({ ...setup, declaration: { ...declaration, labels: specs } });
    // An instrument that nothing was recorded into shows nothing; a declared metric would show zero.
    metric.table.clear();
    return metric;
  }

  #widen(): void {
    const before = this.#metric;
    this.#metric = this.#made();
    const { width } = before;
    for (const page of before.pages) {
      for (let row = 0; row < page.rowCount; row++) {
        if (page.live[row] !== 1) continue;
        const texts = before.labelNames.map((name, label) => [name, page.textOf(row, label)]);
        const slot = this.#metric.slot(this.#complete(Object.fromEntries(texts)));
        slot.page.values.set(page.values.subarray(row * width, (row + 1) * width), slot.row * width);
        slot.page.cells[slot.row] = page.cells[row];
        slot.page.exemplars[slot.row] = page.exemplars[row];
      }
    }
  }

  /** Labels from before others came. */
  #complete(labels: Readonly<Record<string, string>>): Record<string, string> {
    const complete: Record<string, string> = Object.create(null);
    for (const name of this.#options.labels.names) {
      complete[name] = Object.hasOwn(labels, name) ? labels[name] : '';
    }
    return complete;
  }
}

/** Equal for labels that differ only in empty ones. */
function keyOf(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).filter(([, value]) => value !== ''));
}
