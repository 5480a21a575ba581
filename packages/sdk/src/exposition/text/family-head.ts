import type { ExpositionFormat, MetricFamily } from '@telltale/model';
import { escapeHelp, escapeLabelValue } from '@telltale/model';
import { isPlainMetricName } from '../names/name-escaping.ts';

type MetricType = MetricFamily['type'];

/** What is said about a metric before its samples. */
export interface FamilyHead {
  /** The name of its samples, without what their kind adds: of a counter with `_total`. */
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  /** Empty where there is none. */
  readonly unit: string;
}

/** What OpenMetrics takes from the name of the samples for that of the family. */
const FAMILY_SUFFIXES: Readonly<Partial<Record<MetricType, string>>> = { counter: '_total', info: '_info' };

/** Types that the text format does not know. */
const TEXT_TYPES: Readonly<Partial<Record<MetricType, string>>> = {
  info: 'gauge',
  stateset: 'gauge',
  unknown: 'untyped',
};

/** The lines before the samples of a metric. */
export function familyHead(head: FamilyHead, format: ExpositionFormat): string {
  if (format === 'openmetrics') return openMetricsHead(head);
  const name = printedName(head.name);
  const type = TEXT_TYPES[head.type] ?? head.type;
  return `# HELP ${name} ${escapeHelp(head.help, false)}\n# TYPE ${name} ${type}\n`;
}

function openMetricsHead(head: FamilyHead): string {
  const { name: familyName, type } = openMetricsFamily(head);
  const name = printedName(familyName);
  const hasUnit = head.unit !== '' && familyName.endsWith(`_${head.unit}`);
  const unit = hasUnit ? `# UNIT ${name} ${head.unit}\n` : '';
  return `# TYPE ${name} ${type}\n${unit}# HELP ${name} ${escapeHelp(head.help, true)}\n`;
}

/**
 * Name and type of a metric in OpenMetrics, which names a counter without `_total` and an info without
 * `_info`. One that lacks it keeps its name but not its type: the names of its samples must not change.
 */
export function openMetricsFamily({ name, type }: Pick<FamilyHead, 'name' | 'type'>): {
  name: string;
  type: MetricType;
} {
  const suffix = FAMILY_SUFFIXES[type];
  if (suffix === undefined) return { name, type };
  if (name.endsWith(suffix) && name.length > suffix.length)
    return { name: name.slice(0, -suffix.length), type };
  return { name, type: type === 'counter' ? 'unknown' : 'gauge' };
}

function printedName(name: string): string {
  return isPlainMetricName(name) ? name : `"${escapeLabelValue(name)}"`;
}
