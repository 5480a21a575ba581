import type { Expr } from '@telltale/model';
import { quoteText } from '@telltale/model';
import type { Annotations } from '../context/annotations.ts';
import type { MonotonicityRepair } from '../histogram/monotonicity.ts';
import { widestRepair } from '../histogram/monotonicity.ts';
import { formatGeneral } from '../numeric/format-general.ts';

const EXPLANATION = 'https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile';

interface Repairs {
  readonly widest: MonotonicityRepair;
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** The repairs that classic histograms needed, by metric. */
export class RepairLog {
  readonly #byMetric = new Map<string, Repairs>();

  add(metric: string, repair: MonotonicityRepair, timeMs: number): void {
    const before = this.#byMetric.get(metric);
    this.#byMetric.set(metric, {
      widest: widestRepair(repair, before?.widest),
      count: (before?.count ?? 0) + 1,
      firstMs: Math.min(timeMs, before?.firstMs ?? timeMs),
      lastMs: Math.max(timeMs, before?.lastMs ?? timeMs),
    });
  }

  /** Remarks on the repairs: one remark a metric. */
  report(annotations: Annotations, node: Expr): void {
    for (const [metric, { widest, count, firstMs, lastMs }] of this.#byMetric) {
      const { minBound, maxBound, maxDifference } = widest;
      const reason = `input to histogram_quantile needed to be fixed for monotonicity (see ${EXPLANATION})`;
      const name = metric === '' ? '' : ` for metric name ${quoteText(metric)}`;
      const bounds = `from buckets ${formatGeneral(minBound)} to ${formatGeneral(maxBound)}`;
      const extent = `${bounds}, with a max diff of ${formatGeneral(maxDifference, 2)}`;
      const times = `over ${count} samples from ${formatSecond(firstMs)} to ${formatSecond(lastMs)}`;
      annotations.info(node, `PromQL info: ${reason}${name}, ${extent}, ${times}`);
    }
  }
}

function formatSecond(timeMs: number): string {
  const date = new Date(Math.trunc(timeMs / 1000) * 1000);
  // Times that no calendar has are shown as they are asked for, in seconds.
  return Number.isNaN(date.getTime()) ? String(timeMs / 1000) : date.toISOString().replace('.000Z', 'Z');
}
