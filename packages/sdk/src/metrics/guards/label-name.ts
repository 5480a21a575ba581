import type { MetricDeclaration } from '@telltale/definition';

/** Longer names are refused: a name is sent with each series in each scrape. */
const MAX_NAME_BYTES = 512;

/**
 * Whether a metric or a label can have this name: any text, as in Prometheus 3. Readers that take only plain
 * names are shown another.
 */
export function isName(name: string): boolean {
  const isText = name !== '' && name.isWellFormed() && !name.includes('\0');
  return isText && name.length <= MAX_NAME_BYTES && Buffer.byteLength(name) <= MAX_NAME_BYTES;
}

/** Whether a metric of this kind can have a label of this name; what begins with `__` is Prometheus' own. */
export function canBeLabel(label: string, metric: string, kind: MetricDeclaration['kind']): boolean {
  return isName(label) && !label.startsWith('__') && !isReserved(label, metric, kind);
}

/** Names that exposition itself gives: to buckets, quantiles and states. */
function isReserved(label: string, metric: string, kind: MetricDeclaration['kind']): boolean {
  switch (kind) {
    case 'histogram':
      return label === 'le';
    case 'summary':
      return label === 'quantile';
    case 'stateset':
      return label === metric;
    case 'counter':
    case 'gauge':
    case 'info':
      return false;
  }
}
