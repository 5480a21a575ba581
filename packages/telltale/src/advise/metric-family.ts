/** Endings that Prometheus adds to the name of a metric for its series. */
const SERIES_ENDING = /_(?:bucket|sum|count|created)$/;

/** The metric that a series belongs to, among those that exist: `x` for `x_bucket` where there is also `x_sum`. */
export function familyOf(series: string, all: ReadonlySet<string>): string {
  const base = series.replace(SERIES_ENDING, '');
  if (base === series) return series;
  const siblings = ['_bucket', '_sum', '_count'].filter((ending) => all.has(base + ending)).length;
  const isCreated = series.endsWith('_created');
  if (siblings > 1 || (isCreated && siblings > 0)) return base;
  return isCreated && all.has(`${base}_total`) ? `${base}_total` : series;
}
