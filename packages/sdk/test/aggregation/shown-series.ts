import type { MetricView } from '../../src/metrics/view/metric-view.ts';

/** The floats of each shown series, under its name and labels. */
export function shownSeries(metrics: readonly MetricView[]): Record<string, number[]> {
  const shown: Record<string, number[]> = {};
  for (const { name, labelNames, width, pages } of metrics) {
    for (const page of pages) {
      for (let row = 0; row < page.rowCount; row++) {
        if (page.live[row] !== 1) continue;
        const labels = labelNames.map(
          (label, index) => `${label}=${JSON.stringify(page.textOf(row, index))}`,
        );
        shown[`${name}{${labels.join()}}`] = [...page.values.subarray(row * width, (row + 1) * width)];
      }
    }
  }
  return shown;
}

/** The first cell of a metric. */
export function cellOf(metrics: readonly MetricView[], metric: string): unknown {
  return metrics.find(({ name }) => name === metric)?.pages[0]?.cells[0];
}

/** A metric by name. */
export function metricOf(metrics: readonly MetricView[], metric: string): MetricView {
  const found = metrics.find(({ name }) => name === metric);
  if (!found) throw new Error(`there is no metric '${metric}'`);
  return found;
}
