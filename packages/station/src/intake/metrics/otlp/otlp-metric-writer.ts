import type { OtlpTranslationStrategy, ResolvedOtlp } from '@telltale/definition';
import type { ExemplarStore, MetricAppender, MetricMetadata, RecordProblem } from '@telltale/model';
import type {
  OtlpFault,
  OtlpMetricHead,
  OtlpMetricSink,
  OtlpMetricsOutcome,
  OtlpScope,
  PointDraft,
  RepeatedPart,
} from '@telltale/model/wire';
import { readOtlpMetrics, readOtlpMetricsJson } from '@telltale/model/wire';
import { GenerationalMap, Generations } from '../generational-map.ts';
import { SeriesAdmission } from '../series-admission.ts';
import type { OtlpMetric } from './otlp-metric.ts';
import { ScopeMetrics } from './otlp-metric.ts';
import { OtlpResource, TARGET_INFO } from './otlp-resource.ts';

/** Series that are remembered with what recognises them. */
const MAX_REMEMBERED = 500_000;

export interface OtlpMetricWriterOptions {
  readonly appender: MetricAppender;
  readonly exemplars: ExemplarStore;
  readonly onMetadata: (name: string, metadata: MetricMetadata) => void;
  readonly translation: ResolvedOtlp;
  readonly nowMs: () => number;
}

/** What was made of a request. */
export interface OtlpWritten extends OtlpMetricsOutcome {
  /** Data points that were taken. */
  readonly points: number;
}

/**
 * Turns requests into samples as Prometheus does. Resources, scopes, metrics and points are recognised by their
 * bytes: what comes again, as nearly everything does, costs no text.
 */
export class OtlpMetricWriter implements OtlpMetricSink {
  readonly #options: OtlpMetricWriterOptions;
  readonly #strategy: OtlpTranslationStrategy;
  readonly #generations: Generations;
  readonly #admission: SeriesAdmission;
  readonly #resources: GenerationalMap<OtlpResource>;
  /** Those of the request that is being read. */
  readonly #touched = new Set<OtlpResource>();
  #resource: OtlpResource | undefined;
  #scope: ScopeMetrics | undefined;
  #metric: OtlpMetric | undefined;
  #points = 0;

  constructor(options: OtlpMetricWriterOptions) {
    this.#options = options;
    this.#strategy = options.translation.translation ?? 'UnderscoreEscapingWithSuffixes';
    this.#generations = new Generations(MAX_REMEMBERED, options.nowMs);
    this.#admission = new SeriesAdmission(options.appender, options.nowMs);
    this.#resources = new GenerationalMap(this.#generations);
    options.onMetadata(TARGET_INFO, { type: 'gauge', help: 'Target metadata', unit: '' });
  }

  /**
   * Reads a request and appends its samples, in one go.
   *
   * @throws TelltaleError `TT_OTLP` for a request that cannot be read; nothing of it was appended
   */
  write(form: 'protobuf' | 'json', bytes: Buffer): OtlpWritten {
    this.#generations.turn();
    this.#points = 0;
    try {
      const read =
        form === 'json' ? readOtlpMetricsJson(bytes.toString(), this) : readOtlpMetrics(bytes, this);
      const refused = this.#append();
      return {
        points: Math.max(0, this.#points - refused),
        rejected: read.rejected + refused,
        faults: [...read.faults, ...refusals(refused)],
      };
    } finally {
      for (const resource of this.#touched) resource.rows.clear();
      this.#touched.clear();
      this.#resource = undefined;
      this.#scope = undefined;
      this.#metric = undefined;
    }
  }

  resource(part: RepeatedPart<ReturnType<Parameters<OtlpMetricSink['resource']>[0]['read']>>): void {
    let resource = this.#resources.find(part);
    if (resource === undefined) {
      resource = new OtlpResource(part.read(), {
        translation: this.#options.translation,
        strategy: this.#strategy,
        admission: this.#admission,
        generations: this.#generations,
      });
      this.#resources.set(part.key, resource);
    }
    this.#resource = resource;
    this.#touched.add(resource);
  }

  scope(part: RepeatedPart<OtlpScope>): void {
    const resource = this.#resource;
    if (resource === undefined) return;
    let scope = resource.scopes.find(part);
    if (scope === undefined) {
      scope = new ScopeMetrics({
        series: resource.seriesMaker(part.read()),
        strategy: this.#strategy,
        generations: this.#generations,
        onMetadata: this.#options.onMetadata,
      });
      resource.scopes.set(part.key, scope);
    }
    this.#scope = scope;
  }

  metric(head: OtlpMetricHead): void {
    this.#metric = this.#scope?.metric(head);
  }

  point(point: PointDraft): RecordProblem | undefined {
    const resource = this.#resource;
    if (resource === undefined || this.#metric === undefined) return 'malformed';
    if (point.timeMs === 0) return 'invalid_time';
    const problem = this.#metric.write(point, resource.rows);
    if (problem !== undefined) return problem;
    this.#points++;
    resource.saw(point.timeMs);
    return undefined;
  }

  /** How many samples the store refused. */
  #append(): number {
    const { appender, exemplars } = this.#options;
    let refused = 0;
    for (const resource of this.#touched) {
      resource.addInfo();
      refused += resource.rows.appendTo(appender, exemplars).refused;
    }
    return refused;
  }
}

function refusals(count: number): readonly OtlpFault[] {
  return count === 0 ? [] : [{ problem: 'out_of_order', count, where: 'resourceMetrics[0]' }];
}
