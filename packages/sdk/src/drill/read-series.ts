import type { MetricView } from '../metrics/view/metric-view.ts';

/** The first float of the series with these labels, or `undefined` where there is none. */
export function readSeries(
  { pages, labelNames, width }: MetricView,
  labels: Readonly<Record<string, string>>,
): number | undefined {
  const values = labelNames.map((name) => labels[name] ?? '');
  for (const page of pages) {
    for (let row = 0; row < page.rowCount; row++) {
      if (page.live[row] === 0) continue;
      if (values.every((value, label) => page.textOf(row, label) === value)) return page.values[row * width];
    }
  }
  return undefined;
}
