const CLASSIC_METRIC = /^[A-Za-z_:][\w:]*$/;
const CLASSIC_LABEL = /^[A-Za-z_]\w*$/;

/** Counts the series of a metric by what tells them apart. */
export function seriesQuery(metric: string): string {
  return CLASSIC_METRIC.test(metric) ? `count(${metric})` : `count({${JSON.stringify(metric)}})`;
}

/** The values of a label with the most series. */
export function labelQuery(label: string): string {
  const name = CLASSIC_LABEL.test(label) ? label : JSON.stringify(label);
  return `topk(20, count by (${name}) ({${name}!=""}))`;
}

/** The metrics that have a pair of label and value, told as `label=value`. */
export function pairQuery(pair: string): string {
  const at = pair.indexOf('=');
  const label = pair.slice(0, at);
  const name = CLASSIC_LABEL.test(label) ? label : JSON.stringify(label);
  return `topk(20, count by (__name__) ({${name}=${JSON.stringify(pair.slice(at + 1))}}))`;
}
