import type { MetricMetadata } from '@telltale/model';
import { formatDuration, slugOf } from '@telltale/model';
import type { Dashboard, Panel } from '../contract.ts';
import { panelTitle } from './panel-title.ts';

/** A page of this many charts can still be read. */
const MAX_PANELS = 24;
/** A chart of a metric with many label sets shows the largest ones. */
const MAX_LINES = 10;

/** Metric names of the runtime come last: they matter less than what the service says of itself. */
const RUNTIME = /^(?:nodejs|process|go|jvm|python|promhttp|dotnet|ruby)_/;

/** What is known of one scraped target. */
export interface ScrapedTarget {
  readonly job: string;
  readonly intervalMs: number;
  /** Families exposed by the target. */
  readonly families: ReadonlyMap<string, MetricMetadata>;
}

/**
 * A dashboard for a program nobody has defined: a rate for every counter, quantiles for every
 * histogram with how its observations spread, the value of every gauge, the state of every state set; the service's
 * own metrics first.
 */
export function generateDashboard(target: ScrapedTarget): Dashboard {
  const range = formatDuration(Math.max(target.intervalMs * 4, 20_000));
  const names = [...target.families.keys()].sort(byInterest);
  const labels = selectorLabels(target.job);
  const panels = names.flatMap((name) => panelsFor(name, target.families.get(name)!, labels, range));
  return {
    slug: `scraped-${slugOf(target.job)}`,
    title: target.job,
    origin: 'scraped',
    variables: [],
    tags: [],
    refreshMs: null,
    rangeMs: null,
    panels: panels.length === 0 ? [] : [answering(labels), ...panels].slice(0, MAX_PANELS),
  };
}

function byInterest(a: string, b: string): number {
  const runtime = Number(RUNTIME.test(a)) - Number(RUNTIME.test(b));
  return runtime !== 0 ? runtime : a < b ? -1 : 1;
}

/** Whether its instances could be scraped: what is missing below may be missing for that. */
function answering(labels: string): Panel {
  return {
    title: 'Answering',
    kind: 'state-timeline',
    unit: '',
    description: '1 while an instance can be scraped, 0 while it cannot.',
    queries: [{ query: `up{${labels}}`, legend: '{{instance}}' }],
    thresholds: [{ value: 1, severity: 'critical', isBad: 'below' }],
  };
}

/** What is made of one metric; nothing of an info, which says the same all the time. */
function panelsFor(name: string, metadata: MetricMetadata, labels: string, range: string): readonly Panel[] {
  const panel = panelFor(name, metadata, labels, range);
  if (!panel) return [];
  const metrics = [{ name, type: metadata.type, unit: metadata.unit, help: metadata.help }];
  const drawn =
    metadata.type === 'histogram' && !RUNTIME.test(name)
      ? [panel, heatmap(panel, name, labels, range)]
      : [panel];
  return drawn.map((one) => ({ ...one, metrics }));
}

/** How the observations of a histogram spread, beside its quantiles. */
function heatmap({ title, ...panel }: Panel, name: string, labels: string, range: string): Panel {
  return {
    ...panel,
    title: title.replace(/: p50.*$/, ', distribution'),
    kind: 'heatmap',
    queries: [{ query: `sum by (le) (rate(${name}_bucket{${labels}}[${range}]))`, legend: '{{le}}' }],
  };
}

function panelFor(name: string, metadata: MetricMetadata, labels: string, range: string): Panel | undefined {
  const base = { kind: 'timeseries' as const, description: metadata.help };
  const unit = unitOf(name, metadata);
  const title = panelTitle(name, unit, metadata.type === 'counter');
  switch (metadata.type) {
    case 'counter':
      return {
        ...base,
        title,
        unit: rateUnit(unit),
        queries: [{ query: `topk(${MAX_LINES}, rate(${name}{${labels}}[${range}]))`, legend: '' }],
      };
    case 'gauge':
    case 'unknown':
      return {
        ...base,
        title,
        unit,
        queries: [{ query: `topk(${MAX_LINES}, ${name}{${labels}})`, legend: '' }],
      };
    case 'histogram':
      return {
        ...base,
        title: `${title}: p50, p95, p99`,
        unit,
        queries: [0.5, 0.95, 0.99].map((quantile) => ({
          query: `histogram_quantile(${quantile}, sum by (le) (rate(${name}_bucket{${labels}}[${range}])))`,
          legend: `p${quantile * 100}`,
        })),
      };
    case 'summary':
      return {
        ...base,
        title,
        unit,
        queries: [{ query: `${name}{${labels}}`, legend: '{{quantile}}' }],
      };
    case 'stateset':
      return {
        ...base,
        title,
        kind: 'state-timeline',
        unit: '',
        queries: [{ query: `max by (${name}) (${name}{${labels}})`, legend: `{{${name}}}` }],
      };
    case 'info':
      return undefined;
  }
}

function selectorLabels(job: string): string {
  return `job=${JSON.stringify(job)}`;
}

function unitOf(name: string, { unit }: MetricMetadata): string {
  if (unit !== '') return unit;
  const stem = name.replace(/_total$/, '');
  if (stem.endsWith('_seconds')) return /start_time|timestamp/.test(stem) ? '' : 'seconds';
  if (stem.endsWith('_bytes')) return 'bytes';
  return stem.endsWith('_ratio') ? 'ratio' : '';
}

/** Seconds per second are a share of the time: `process_cpu_seconds_total` reads as CPU in use. */
function rateUnit(unit: string): string {
  if (unit === 'seconds') return 'ratio';
  return unit === 'bytes' ? 'bytes_per_second' : 'per_second';
}
