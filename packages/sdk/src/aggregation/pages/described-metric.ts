import type { Aggregate, NativeOptions } from '@telltale/definition';
import type { MetricHead } from './metric-head.ts';

/** What is said of a metric whose series come from elsewhere. */
export class DescribedMetric implements MetricHead {
  readonly name: string;
  readonly kind: MetricHead['kind'];
  readonly help: string;
  readonly unit: string;
  readonly labelNames: readonly string[];
  readonly bounds: readonly number[];
  readonly native: NativeOptions | undefined;
  readonly quantiles: readonly number[];
  readonly states: readonly string[];
  readonly aggregate: Aggregate;
  readonly hasExemplars: boolean;
  readonly width: number;
  readonly maxSeries: number | undefined;
  readonly createdMs: number;

  constructor(head: MetricHead) {
    this.name = head.name;
    this.kind = head.kind;
    this.help = head.help;
    this.unit = head.unit;
    this.labelNames = head.labelNames;
    this.bounds = head.bounds;
    this.native = head.native;
    this.quantiles = head.quantiles;
    this.states = head.states;
    this.aggregate = head.aggregate;
    this.hasExemplars = head.hasExemplars;
    this.width = head.width;
    this.maxSeries = head.maxSeries;
    this.createdMs = head.createdMs;
  }
}
