import type { MetricOptions } from '@opentelemetry/api';
import type { MetricDeclaration } from '@telltale/definition';
import { counter, gauge, histogram } from '@telltale/definition';
import type { MetricStreamView } from './view.ts';

/** The kinds of OpenTelemetry's instruments, as kinds of metrics. */
export type InstrumentKind = 'counter' | 'gauge' | 'histogram';

/** Bounds that OpenTelemetry's specification gives histograms that name none. */
const DEFAULT_BOUNDS = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000];

/** The declaration of the metric that a view of an instrument is shown as. */
export function streamDeclaration(
  kind: InstrumentKind,
  { description = '', advice }: MetricOptions,
  view: MetricStreamView,
): MetricDeclaration {
  const help = view.description ?? description;
  if (kind === 'counter') return counter({ help, exemplars: true });
  if (kind === 'gauge') return gauge({ help });
  const { native } = view;
  const advised: unknown = advice?.explicitBucketBoundaries;
  const otherwise = Array.isArray(advised) ? advised : DEFAULT_BOUNDS;
  const buckets = view.buckets ?? (native ? undefined : otherwise);
  return histogram({
    help,
    exemplars: true,
    ...(buckets && { buckets: ascending(buckets) }),
    ...(native && { native }),
  });
}

function ascending(bounds: readonly number[]): number[] {
  return [...new Set(bounds)].filter((bound) => Number.isFinite(bound)).sort((a, b) => a - b);
}
