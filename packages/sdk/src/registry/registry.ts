import { counter, gauge, histogram } from '@telltale/definition';
import type {
  HistogramOptions,
  LabelSpecs,
  MetricDeclaration,
  MetricOptions,
  NoLabels,
} from '@telltale/definition';
import type { ExpositionFormat } from '@telltale/model';
import type { DiagnosticListener } from '../diagnostics/diagnostics.ts';
import { DROP_REASONS, Diagnostics } from '../diagnostics/diagnostics.ts';
import { ExpositionWriter } from '../exposition/exposition-writer.ts';
import { Collectors } from '../metrics/collectors.ts';
import { Counter, CounterHandle } from '../metrics/counter.ts';
import { Gauge, GaugeHandle } from '../metrics/gauge.ts';
import { Histogram, HistogramHandle } from '../metrics/histogram.ts';
import type { AnyInstrument, InstrumentOf } from '../metrics/instrument-of.ts';
import { Metric } from '../metrics/metric.ts';
import { soundDeclaration } from '../metrics/sound-declaration.ts';

/** What {@link createRegistry} takes. */
export interface RegistryOptions {
  /** Series of one metric; what is beyond is added up in one more series. 2000 by default. */
  readonly maxSeriesPerMetric?: number;
}

const DEFAULT_MAX_SERIES = 2000;

type CounterLike<Labels extends LabelSpecs> = InstrumentOf<ReturnType<typeof counter<Labels>>>;
type GaugeLike<Labels extends LabelSpecs> = InstrumentOf<ReturnType<typeof gauge<Labels>>>;
type HistogramLike<Labels extends LabelSpecs> = InstrumentOf<ReturnType<typeof histogram<Labels>>>;

interface Registered {
  readonly metric: Metric;
  readonly instrument: AnyInstrument;
}

/** Metrics and their values. Nothing here throws: what is wrong is told to listeners and counted. */
export class Registry {
  readonly #maxSeries: number;
  readonly #diagnostics = new Diagnostics();
  readonly #collectors = new Collectors();
  readonly #registered = new Map<string, Registered>();
  readonly #writer = new ExpositionWriter();

  constructor(options: RegistryOptions = {}) {
    const { maxSeriesPerMetric = DEFAULT_MAX_SERIES } = options;
    this.#maxSeries = maxSeriesPerMetric >= 1 ? maxSeriesPerMetric : DEFAULT_MAX_SERIES;
    const dropped = this.counter('telltale_sdk_dropped_total', {
      help: 'Measurements that were not recorded as given, by reason',
      labels: { reason: DROP_REASONS },
    });
    this.#diagnostics.countDropsWith((reason) => dropped.inc({ reason }));
  }

  /** Adds a counter; of two with the same name, labels and kind the first is returned. */
  counter<const Labels extends LabelSpecs = NoLabels>(
    name: string,
    options: MetricOptions<Labels, string>,
  ): CounterLike<Labels> {
    return this.add(name, counter(options)) as CounterLike<Labels>;
  }

  /** Adds a gauge; of two with the same name, labels and kind the first is returned. */
  gauge<const Labels extends LabelSpecs = NoLabels>(
    name: string,
    options: MetricOptions<Labels, string>,
  ): GaugeLike<Labels> {
    return this.add(name, gauge(options)) as GaugeLike<Labels>;
  }

  /** Adds a histogram; of two with the same name, labels and kind the first is returned. */
  histogram<const Labels extends LabelSpecs = NoLabels>(
    name: string,
    options: HistogramOptions<Labels, string>,
  ): HistogramLike<Labels> {
    return this.add(name, histogram(options)) as HistogramLike<Labels>;
  }

  /** Adds a declared metric. One that cannot be exposed gets an instrument whose values are not seen. */
  add(name: string, declared: MetricDeclaration): AnyInstrument {
    const { declaration, canExpose, faults } = soundDeclaration(name, declared);
    for (const fault of faults) this.#diagnostics.tell('invalid_declaration', name, () => fault);
    const existing = this.#registered.get(name);
    if (existing && isAlike(existing.metric, declaration)) return existing.instrument;
    const metric = new Metric({
      name,
      declaration,
      maxSeries: this.#maxSeries,
      diagnostics: this.#diagnostics,
    });
    const instrument = instrumentFor(metric, this.#collectors);
    if (existing) {
      this.#diagnostics.tell(
        'invalid_declaration',
        name,
        () => 'declared twice, differently: the first one counts',
      );
    } else if (canExpose) {
      this.#registered.set(name, { metric, instrument });
    }
    return instrument;
  }

  /** The metrics page, with all values brought up to date. */
  expose(format: ExpositionFormat = 'text'): string {
    this.#collectors.run();
    return this.#writer.write(
      [...this.#registered.values()].map(({ metric }) => metric),
      format,
    );
  }

  /** Tells of what went wrong, once per kind and metric; the result stops it. */
  onDiagnostic(listener: DiagnosticListener): () => void {
    return this.#diagnostics.listen(listener);
  }

  /** Where diagnostics are told. */
  get diagnostics(): Diagnostics {
    return this.#diagnostics;
  }
}

/**
 * A registry of its own, for programs that have no definition.
 *
 * @example
 * ```ts
 * import { createRegistry } from '@telltale/sdk';
 *
 * const registry = createRegistry();
 * const jobs = registry.counter('jobs_total', { help: 'Jobs done', labels: { queue: ['mail', 'print'] } });
 * jobs.inc({ queue: 'mail' });
 * console.log(registry.expose().includes('jobs_total{queue="mail"} 1')); // true
 * ```
 */
export function createRegistry(options: RegistryOptions = {}): Registry {
  return new Registry(options);
}

function isAlike(metric: Metric, { kind, labels }: MetricDeclaration): boolean {
  return metric.kind === kind && metric.labelNames.join() === Object.keys(labels).join();
}

function instrumentFor(metric: Metric, collectors: Collectors): AnyInstrument {
  const isLabelled = metric.labelNames.length > 0;
  switch (metric.kind) {
    case 'counter':
      return isLabelled ? new Counter(metric, collectors) : new CounterHandle(metric, collectors, {});
    case 'gauge':
      return isLabelled ? new Gauge(metric, collectors) : new GaugeHandle(metric, collectors, {});
    case 'histogram':
      return isLabelled ? new Histogram(metric) : new HistogramHandle(metric, {});
  }
}
