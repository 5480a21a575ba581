import type { BinaryOperator, Expr } from '@telltale/model';
import { quoteText } from '@telltale/model';
import type { Annotations } from '../context/annotations.ts';

/** What histograms are added up for. */
export type HistogramUse = 'addition' | 'subtraction' | 'aggregation';

/** The type of a sample, as remarks call it. */
export type SampleType = 'float' | 'histogram';

/** The remarks on histograms about one place of a query, in the words of Prometheus. */
export class HistogramRemarks {
  readonly #annotations: Annotations;
  readonly #node: Expr;

  constructor(annotations: Annotations, node: Expr) {
    this.#annotations = annotations;
    this.#node = node;
  }

  mixedWithNumbers(metric: string): void {
    this.#warn(`encountered a mix of histograms and floats for metric name ${quoteText(metric)}`);
  }

  mixedWithNumbersInAggregation(): void {
    this.#warn('encountered a mix of histograms and floats for aggregation');
  }

  mixedWithClassic(metric: string): void {
    this.#warn(`vector contains a mix of classic and native histograms${forMetric(metric)}`);
  }

  mixedSchemas(metric: string): void {
    const mix = 'vector contains a mix of histograms with exponential and custom buckets schemas';
    this.#warn(`${mix} for metric name ${quoteText(metric)}`);
  }

  notCounter(metric: string): void {
    this.#warn(`this native histogram metric is not a counter: ${quoteText(metric)}`);
  }

  notGauge(metric: string): void {
    this.#warn(`this native histogram metric is not a gauge: ${quoteText(metric)}`);
  }

  badBound(metric: string, le: string): void {
    const reason = `bucket label "le" is missing or has a malformed value of ${quoteText(le)}`;
    this.#warn(`${reason}${forMetric(metric)}`);
  }

  collidingResets(use: HistogramUse): void {
    this.#warn(`conflicting counter resets during histogram ${use}`);
  }

  lostBounds(use: HistogramUse): void {
    this.#inform(`mismatched custom buckets were reconciled during ${use}`);
  }

  incompatibleBuckets(op: BinaryOperator): void {
    this.#warn(`incompatible bucket layout encountered for binary operator ${op}`);
  }

  incompatibleTypes(left: SampleType, op: BinaryOperator, right: SampleType): void {
    const operation = `${quoteText(op)}: ${left} ${op} ${right}`;
    this.#inform(`incompatible sample types encountered for binary operator ${operation}`);
  }

  ignoredInAggregation(aggregation: string): void {
    this.#inform(`ignored histogram in ${aggregation} aggregation`);
  }

  ignoredInRange(metric: string): void {
    const ignored = 'ignored histograms in a range containing both floats and histograms';
    this.#inform(`${ignored} for metric name ${quoteText(metric)}`);
  }

  quantileIsNan(metric: string): void {
    this.#inform(`input to histogram_quantile has NaN observations, result is NaN${forMetric(metric)}`);
  }

  quantileIsSkewed(metric: string): void {
    this.#inform(
      `input to histogram_quantile has NaN observations, result is skewed higher${forMetric(metric)}`,
    );
  }

  fractionExcludesNan(metric: string): void {
    const effect = 'which are excluded from all fractions';
    this.#inform(`input to histogram_fraction has NaN observations, ${effect}${forMetric(metric)}`);
  }

  #warn(text: string): void {
    this.#annotations.warn(this.#node, `PromQL warning: ${text}`);
  }

  #inform(text: string): void {
    this.#annotations.info(this.#node, `PromQL info: ${text}`);
  }
}

function forMetric(metric: string): string {
  return metric === '' ? '' : ` for metric name ${quoteText(metric)}`;
}
