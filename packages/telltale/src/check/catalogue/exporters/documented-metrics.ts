import type { DeclaredMetric, LabelValues } from '../known-series.ts';
import { KUBE_STATE_METRICS } from './kube-state-metrics.ts';
import { KUBERNETES_COMPONENTS } from './kubernetes-components.ts';
import { NODE_COLLECTORS } from './node-collectors.ts';

const KINDS = ['counter', 'gauge', 'histogram'] as const;

/** The metrics that are known from documentation alone. */
export function documentedMetrics(): readonly DeclaredMetric[] {
  return [KUBE_STATE_METRICS, NODE_COLLECTORS, KUBERNETES_COMPONENTS].flatMap((list) =>
    list.trim().split('\n').map(metricOf),
  );
}

/** `kubelet_evictions:counter eviction_signal`: the kind where the name does not tell it, and the labels. */
function metricOf(line: string): DeclaredMetric {
  const [title, ...labels] = line.split(' ');
  const [name, kind] = title.split(':');
  return {
    name,
    kind: KINDS.find((one) => one === kind) ?? (name.endsWith('_total') ? 'counter' : 'gauge'),
    labels: labels.length === 0 ? undefined : new Map(labels.map(labelOf)),
    origin: 'exporter',
  };
}

/** `phase=Active|Terminating`; `reason~OOMKilled|Error` where there may be others; or a name alone. */
function labelOf(text: string): readonly [string, LabelValues] {
  const [name, values] = text.split(/[=~]/);
  if (values === undefined) return [name, { kind: 'unknown' }];
  return [name, { kind: text.includes('=') ? 'closed' : 'usual', values: values.split('|') }];
}
