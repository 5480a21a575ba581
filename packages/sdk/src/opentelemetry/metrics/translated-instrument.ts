import type { Attributes } from '@opentelemetry/api';
import type { MetricDeclaration } from '@telltale/definition';
import { NativeBuckets } from '../../metrics/distribution/native-buckets.ts';
import type { MetricSetup, SeriesSlot } from '../../metrics/metric.ts';
import { Metric } from '../../metrics/metric.ts';
import type {
  InstrumentOrigin,
  TranslatedMetric as Translated,
} from '../../metrics/view/instrument-origin.ts';
import type { MetricView } from '../../metrics/view/metric-view.ts';
import type { AttributeLabels } from './attribute-labels.ts';
import type { Measurements } from './measurements.ts';

/** What a {@link TranslatedInstrument} is made from. */
export interface TranslatedInstrumentOptions {
  readonly setup: Omit<MetricSetup, 'declaration'>;
  /** Without labels: they come with the measurements. */
  readonly declaration: MetricDeclaration;
  readonly origin: Omit<InstrumentOrigin, 'attributeNames'>;
  readonly labels: AttributeLabels;
}

/** A metric with the labels that there are by now. */
class TranslatedMetric extends Metric implements Translated {
  readonly origin: InstrumentOrigin;
  override readonly createdMs: number;

  constructor(setup: MetricSetup, origin: InstrumentOrigin, createdMs: number) {
    super(setup);
    this.origin = origin;
    this.createdMs = createdMs;
    // An instrument that nothing was recorded into shows nothing; a declared metric would show zero.
    this.table.clear();
  }
}

/**
 * Records into a metric whose labels come with the measurements. An attribute that was not there before
 * becomes one more label: the metric is made anew with it, and the series so far move there with the label
 * empty. It is another metric to whoever keeps texts of it.
 */
export class TranslatedInstrument implements Measurements {
  readonly #createdMs = Date.now();
  readonly #options: TranslatedInstrumentOptions;
  #metric: TranslatedMetric;
  /** Labels of the series that were set in this round of observations. */
  #round: Map<string, Record<string, string>> | undefined;
  #lastRound = new Map<string, Record<string, string>>();

  constructor(options: TranslatedInstrumentOptions) {
    this.#options = options;
    this.#metric = this.#made();
  }

  /** The metric as it is now. */
  get metric(): MetricView {
    return this.#metric;
  }

  add(value: number, attributes: Attributes): void {
    const isCounter = this.#metric.kind === 'counter';
    if (!Number.isFinite(value) || (isCounter && value < 0)) return this.#metric.refuse(value);
    const { page, row } = this.#slot(this.#labels(attributes));
    page.values[row] += value;
    this.#metric.exemplars?.keep({ page, row, place: 0, value }, undefined);
  }

  set(value: number, attributes: Attributes): void {
    if (Number.isNaN(value) || (this.#metric.kind === 'counter' && value < 0))
      return this.#metric.refuse(value);
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

  #labels(attributes: Attributes): Record<string, string> {
    return this.#options.labels.of(attributes);
  }

  #slot(labels: Record<string, string>): SeriesSlot {
    const { names } = this.#options.labels;
    if (names.length > Object.keys(this.#metric.declaration.labels).length) this.#widen();
    return this.#metric.slot(labels);
  }

  #made(): TranslatedMetric {
    const { setup, declaration, origin, labels } = this.#options;
    const specs: Record<string, 'any'> = Object.create(null);
    for (const name of labels.names) specs[name] = 'any';
    const attributeNames = [...labels.attributeNames];
    return new TranslatedMetric(
      { ...setup, declaration: { ...declaration, labels: specs } },
      { ...origin, attributeNames },
      this.#createdMs,
    );
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
