import type { MetricDeclaration } from '@telltale/definition';

const LABEL_NAME = /^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Whether a metric of this kind can have a label of this name. */
export function canBeLabel(label: string, metric: string, kind: MetricDeclaration['kind']): boolean {
  return LABEL_NAME.test(label) && !isReserved(label, metric, kind);
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
