import type { DeclaredMetric, LabelValues } from './known-series.ts';

const HEADING = /^#{1,6} (.*)$/;
const TABLE_ROW = /^\|[ *]*`?([a-z][a-z0-9]*(?:_[a-z0-9]+)+)`?[ *]*\|(.*)$/;
const LIST_ITEM = /^[-*] +(?:\*\*|`)+([a-z][a-z0-9]*(?:_[a-z0-9]+)+)(?:\*\*|`)+ *[:–-] *(.*)$/;
const KIND = /\b(counter|gauge|histogram|summary)\b/i;
const LABELS = /^[ \t]+[-*] +Labels?: *(.*)$/i;
const LABEL = /`([a-zA-Z_]\w*)`(?: *\(([^)]*)\))?/g;
const BUCKETS = /^[ \t]+[-*] +Buckets: *(.*)$/i;

/**
 * The metrics that a guide lists: rows of tables, and items below a heading that speaks of metrics.
 * Labels are known where the guide has a line of them.
 */
export function metricsOfGuide(markdown: string): readonly DeclaredMetric[] {
  const metrics: DeclaredMetric[] = [];
  let speaksOfMetrics = false;
  for (const line of markdown.split('\n')) {
    const [, heading] = HEADING.exec(line) ?? [];
    if (heading !== undefined) speaksOfMetrics = /metric/i.test(heading);
    else if (speaksOfMetrics) {
      const metric = metricOfLine(line);
      const last = metrics.at(-1);
      if (metric) metrics.push(metric);
      else if (last) metrics.splice(-1, 1, withDetail(last, line));
    }
  }
  return metrics;
}

function metricOfLine(line: string): DeclaredMetric | undefined {
  const [, name, rest] = TABLE_ROW.exec(line) ?? LIST_ITEM.exec(line) ?? [];
  return name === undefined
    ? undefined
    : { name, kind: kindOf(name, rest), labels: undefined, origin: 'guide' };
}

function kindOf(name: string, description: string): DeclaredMetric['kind'] {
  const word = KIND.exec(description)?.[1].toLowerCase();
  if (word === 'counter' || word === 'gauge' || word === 'histogram' || word === 'summary') return word;
  return name.endsWith('_total') ? 'counter' : 'unknown';
}

function withDetail(metric: DeclaredMetric, line: string): DeclaredMetric {
  const labels = LABELS.exec(line)?.[1];
  if (labels !== undefined) return { ...metric, labels: labelsOf(labels) };
  const buckets = BUCKETS.exec(line)?.[1];
  if (buckets === undefined || metric.kind !== 'histogram') return metric;
  const bounds = buckets.split(',').map((bound) => secondsOf(bound.trim()));
  return bounds.some(Number.isNaN) ? metric : { ...metric, buckets: bounds };
}

function labelsOf(text: string): ReadonlyMap<string, LabelValues> {
  return new Map([...text.matchAll(LABEL)].map(([, name, values]) => [name, valuesOf(values)]));
}

function valuesOf(values: string | undefined): LabelValues {
  const list = (values ?? '').split(',').map((value) => value.trim());
  const isList = list.length > 1 && list.every((value) => /^[\w.-]+$/.test(value));
  return isList ? { kind: 'closed', values: list } : { kind: 'unknown' };
}

/** A bound as guides write it, `2.5s` or `0.1`. */
function secondsOf(bound: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(bound) ?? [];
  const factor = { ms: 1000, s: 1, m: 1 / 60, h: 1 / 3600 }[unit ?? 's'] ?? NaN;
  return number === undefined ? NaN : Number(number) / factor;
}
