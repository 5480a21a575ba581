import { counter, gauge, histogram, info, stateset, summary } from '@telltale/definition';
import type {
  CounterOptions,
  GaugeOptions,
  HistogramOptions,
  LabelSpecs,
  MetricDeclaration,
  MetricOptions,
  NoLabels,
  StateSetOptions,
  SummaryOptions,
} from '@telltale/definition';
import type { ExpositionFormat, MetricFamily } from '@telltale/model';
import type { DiagnosticListener } from '../diagnostics/diagnostics.ts';
import { DROP_REASONS, Diagnostics } from '../diagnostics/diagnostics.ts';
import type { Exposition } from '../exposition/exposition.ts';
import { createExposition } from '../exposition/exposition.ts';
import type { CoarseClock } from '../metrics/coarse-clock.ts';
import { coarseClock } from '../metrics/coarse-clock.ts';
import { Collectors } from '../metrics/collectors.ts';
import type { ExemplarProvider } from '../metrics/exemplars/exemplar-keeper.ts';
import { isDropped } from '../metrics/guards/dropped-metrics.ts';
import type { GuardOptions } from '../metrics/guards/guard-options.ts';
import { instrumentFor } from '../metrics/instrument-for.ts';
import type { AnyInstrument, InstrumentOf } from '../metrics/instrument-of.ts';
import { Metric } from '../metrics/metric.ts';
import type { MetricView } from '../metrics/view/metric-view.ts';
import { soundDeclaration } from '../metrics/sound-declaration.ts';
import { ForeignRegistries } from './foreign-registry.ts';
import type { ForeignRegistry } from './foreign-registry.ts';
import type { GatherOptions, Gathered, Gatherer } from './gatherer.ts';
import type { MetricSource, SourceSetup } from './metric-source.ts';
import { TakenNames } from './taken-names.ts';

/** What {@link createRegistry} takes. */
export interface RegistryOptions {
  /** Series of one metric; what is beyond is added up in one more series. 2000 by default. */
  readonly maxSeriesPerMetric?: number;
  /** What is kept away from the metrics, whatever the code records; nothing but secrets by default. */
  readonly guards?: GuardOptions;
  /** The coarse time that windows and expiry go by; that of the process by default. */
  readonly clock?: CoarseClock;
  /**
   * Gives the labels of exemplars for metrics that are declared with some: those of the active span. Asked at
   * most once per series and tenth of a second. Without it only exemplars that are recorded are kept.
   */
  readonly exemplars?: ExemplarProvider;
  /** Whether anything is recorded; without it all instruments are there and do nothing. `true` by default. */
  readonly enabled?: boolean;
}

const DEFAULT_MAX_SERIES = 2000;

/** Collectors never get more time than this. */
const MAX_COLLECT_MS = 5000;

type CounterLike<Labels extends LabelSpecs> = InstrumentOf<ReturnType<typeof counter<Labels>>>;
type GaugeLike<Labels extends LabelSpecs> = InstrumentOf<ReturnType<typeof gauge<Labels>>>;
type HistogramLike<Labels extends LabelSpecs> = InstrumentOf<ReturnType<typeof histogram<Labels>>>;
type SummaryLike<Labels extends LabelSpecs> = InstrumentOf<ReturnType<typeof summary<Labels>>>;
type InfoLike<Labels extends LabelSpecs> = InstrumentOf<ReturnType<typeof info<Labels>>>;
type StateSetLike<Labels extends LabelSpecs, State extends string> = InstrumentOf<
  ReturnType<typeof stateset<Labels, State>>
>;

interface Registered {
  readonly metric: Metric;
  readonly instrument: AnyInstrument;
}

/** Metrics and their values. Nothing here throws: what is wrong is told to listeners and counted. */
export class Registry implements Gatherer {
  readonly #maxSeries: number;
  readonly #guards: GuardOptions;
  readonly #clock: CoarseClock;
  readonly #exemplars: ExemplarProvider | undefined;
  readonly #isEnabled: boolean;
  readonly #diagnostics = new Diagnostics();
  readonly #collectors = new Collectors();
  readonly #foreign = new ForeignRegistries(this.#diagnostics);
  readonly #registered = new Map<string, Registered>();
  /** By what is registered. */
  readonly #taken = new TakenNames();
  readonly #sources: MetricSource[] = [];
  #exposition: Exposition | undefined;

  constructor(options: RegistryOptions = {}) {
    const { maxSeriesPerMetric = DEFAULT_MAX_SERIES, guards = {}, clock = coarseClock } = options;
    this.#maxSeries = maxSeriesPerMetric >= 1 ? maxSeriesPerMetric : DEFAULT_MAX_SERIES;
    this.#guards = guards;
    this.#clock = clock;
    this.#exemplars = options.exemplars;
    this.#isEnabled = options.enabled ?? true;
    const dropped = this.counter('telltale_sdk_dropped_total', {
      help: 'Measurements that were not recorded as given, by reason',
      labels: { reason: DROP_REASONS },
    });
    this.#diagnostics.countDropsWith((reason) => dropped.inc({ reason }));
  }

  /** Adds a counter; of two with the same name, labels and kind the first is returned. */
  counter<const Labels extends LabelSpecs = NoLabels>(
    name: string,
    options: CounterOptions<Labels, string>,
  ): CounterLike<Labels> {
    return this.add(name, counter(options)) as CounterLike<Labels>;
  }

  /** Adds a gauge; of two with the same name, labels and kind the first is returned. */
  gauge<const Labels extends LabelSpecs = NoLabels>(
    name: string,
    options: GaugeOptions<Labels, string>,
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

  /** Adds a summary; of two with the same name, labels and kind the first is returned. */
  summary<const Labels extends LabelSpecs = NoLabels>(
    name: string,
    options: SummaryOptions<Labels, string>,
  ): SummaryLike<Labels> {
    return this.add(name, summary(options)) as SummaryLike<Labels>;
  }

  /** Adds an info; of two with the same name, labels and kind the first is returned. */
  info<const Labels extends LabelSpecs = NoLabels>(
    name: string,
    options: Omit<MetricOptions<Labels, ''>, 'unit'>,
  ): InfoLike<Labels> {
    return this.add(name, info(options)) as InfoLike<Labels>;
  }

  /** Adds a state set; of two with the same name, labels and kind the first is returned. */
  stateset<const Labels extends LabelSpecs = NoLabels, const State extends string = never>(
    name: string,
    options: StateSetOptions<Labels, State>,
  ): StateSetLike<Labels, State> {
    return this.add(name, stateset(options)) as StateSetLike<Labels, State>;
  }

  /** Adds a declared metric. One that cannot be exposed gets an instrument whose values are not seen. */
  add(name: string, declared: MetricDeclaration): AnyInstrument {
    const { declaration, canExpose, faults } = soundDeclaration(name, declared);
    for (const fault of faults) this.#diagnostics.tell('invalid_declaration', name, () => fault);
    const existing = this.#registered.get(name);
    if (existing && isAlike(existing.metric, declaration)) return existing.instrument;
    const isOn = this.#isEnabled && !isDropped(name, this.#guards);
    const metric = new Metric({ ...this.#setup, name, declaration, isOn });
    // Collectors of what is off are never run.
    const instrument = instrumentFor(metric, isOn ? this.#collectors : new Collectors());
    if (existing) {
      this.#diagnostics.tell(
        'invalid_declaration',
        name,
        () => 'declared twice, differently: the first one counts',
      );
    } else if (canExpose && isOn) {
      if (this.#taken.take(name, declaration.kind)) this.#registered.set(name, { metric, instrument });
      else this.#tellOfClash(name);
    }
    return instrument;
  }

  /**
   * Shows metrics that something else makes and records with the registry's limits and guards; one whose name
   * is taken is left out, which is told.
   */
  attach<Source extends MetricSource>(make: (setup: SourceSetup) => Source): Source {
    const source = make(this.#setup);
    if (this.#isEnabled) {
      this.#sources.push(source);
      this.#collectors.add(source, () => source.collect());
    }
    return source;
  }

  /**
   * Shows the metrics of a registry of another client beside ours, wherever metrics are gathered: on the
   * metrics page in every format and in what is pushed. Where a name is there twice, ours is shown, which is
   * told; a registry that fails or hangs is left out of that page. The result takes the registry out again.
   */
  include(registry: ForeignRegistry): () => void {
    return this.#foreign.include(registry);
  }

  /** The metrics, with all values brought up to date; collectors that take longer than allowed are left behind. */
  async gather({ timeoutMs = MAX_COLLECT_MS }: GatherOptions = {}): Promise<Gathered> {
    const limitMs = Math.min(Math.max(0, timeoutMs), MAX_COLLECT_MS);
    const [families] = await Promise.all([this.#foreign.read(limitMs), this.#collectors.gather(limitMs)]);
    return this.#gathered(families);
  }

  /**
   * The metrics without waiting, for what happens while the process ends: as they are, or with what the
   * collectors give at once.
   */
  gatherNow({ collect = false }: { readonly collect?: boolean } = {}): Gathered {
    if (collect) this.#collectors.run();
    return this.#gathered(this.#foreign.latest);
  }

  /** The metrics as they are now: no collector runs. */
  get metrics(): readonly MetricView[] {
    return this.#gathered([]).metrics;
  }

  /** The metrics page, with all values brought up to date that need no waiting. */
  expose(format: ExpositionFormat = 'text'): string {
    this.#exposition ??= createExposition();
    return this.#exposition.page(this.gatherNow({ collect: true }), format);
  }

  /** Tells of what went wrong, once per kind and metric; the result stops it. */
  onDiagnostic(listener: DiagnosticListener): () => void {
    return this.#diagnostics.listen(listener);
  }

  /** Where diagnostics are told. */
  get diagnostics(): Diagnostics {
    return this.#diagnostics;
  }

  get #setup(): SourceSetup {
    return {
      maxSeries: this.#maxSeries,
      guards: this.#guards,
      diagnostics: this.#diagnostics,
      clock: this.#clock,
      exemplars: this.#exemplars,
      isOn: this.#isEnabled,
    };
  }

  /** Of metrics that could not be told apart the first is shown: our own, those of sources, foreign ones. */
  #gathered(families: readonly MetricFamily[]): Gathered {
    const metrics: MetricView[] = [];
    for (const { metric } of this.#registered.values()) {
      metric.expire();
      metrics.push(metric);
    }
    if (this.#sources.length === 0 && families.length === 0) return { metrics, foreign: families };
    const taken = new TakenNames(this.#taken);
    const isFree = ({ name, kind }: { readonly name: string; readonly kind: string }) => {
      const isTaken = !taken.take(name, kind);
      if (isTaken) this.#tellOfClash(name);
      return !isTaken;
    };
    for (const source of this.#sources) metrics.push(...source.metrics().filter(isFree));
    return { metrics, foreign: families.filter(({ name, type }) => isFree({ name, kind: type })) };
  }

  #tellOfClash(name: string): void {
    const describe = () =>
      'another metric has this name, or samples that are named as those of this one: this one is not shown';
    this.#diagnostics.tell('invalid_declaration', name, describe);
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
  const namesOf = (specs: LabelSpecs) => JSON.stringify(Object.keys(specs));
  return metric.kind === kind && namesOf(metric.declaration.labels) === namesOf(labels);
}
