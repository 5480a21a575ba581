import type { AttributeTable } from '../read-attributes.ts';
import type { RecordProblem } from '../../../logs/record-problem.ts';
import type { OtlpMetricData } from '../../otlp-metrics.ts';
import type { PointDraft } from './point-draft.ts';
import type { RepeatedPart } from './repeated-part.ts';

/** The kinds of metrics of the protocol. */
export type OtlpMetricKind = OtlpMetricData['kind'];

/** What the values of a sum or a histogram count: since the start, or since the point before. */
export type OtlpTemporality = 'unspecified' | 'delta' | 'cumulative';

/** What made the measurements. */
export interface OtlpScope {
  readonly name: string;
  readonly version: string;
  readonly schemaUrl: string;
  readonly attributes: AttributeTable;
}

/** What is said of a metric beside its points. */
export interface OtlpMetricDescription {
  readonly name: string;
  readonly description: string;
  /** UCUM, for example `s` or `By`. */
  readonly unit: string;
}

/** A metric whose points follow. */
export interface OtlpMetricHead {
  readonly description: RepeatedPart<OtlpMetricDescription>;
  readonly kind: OtlpMetricKind;
  /** `unspecified` for gauges and summaries, which have none. */
  readonly temporality: OtlpTemporality;
  /** Of sums: whether they never go down. */
  readonly isMonotonic: boolean;
}

/**
 * Receives a request with metrics in the order of its parts: a resource, a scope, a metric, its points. The parts are
 * valid only while they are being received.
 */
export interface OtlpMetricSink {
  resource(resource: RepeatedPart<AttributeTable>): void;
  scope(scope: RepeatedPart<OtlpScope>): void;
  metric(metric: OtlpMetricHead): void;
  /** A point of the last metric; what it returns is why the point is rejected. */
  point(point: PointDraft): RecordProblem | undefined;
}
