export type {
  MetricKind,
  PanelKind,
  ResolvedDashboard,
  ResolvedDefinition,
  ResolvedLabel,
  ResolvedMetric,
  ResolvedPanel,
  ResolvedTarget,
} from './resolved.ts';
