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

const TOTAL = '_total';
const INFO = '_info';
/** What OpenMetrics takes from the name of the samples for that of the family. */
const FAMILY_SUFFIXES: Readonly<Partial<Record<MetricType, string>>> = { counter: TOTAL, info: INFO };

/** What can stand in a UNIT line, which knows no quotes. */
const PLAIN_UNIT = /^[a-zA-Z0-9_:]+$/;

/** Types that the text format does not know. */
const TEXT_TYPES: Readonly<Partial<Record<MetricType, string>>> = {
  info: 'gauge',
  stateset: 'gauge',
  unknown: 'untyped',
};

/** The lines before the samples of a metric; `taken` are family names that {@link takenFamilies} found. */
export function familyHead(head: FamilyHead, format: ExpositionFormat, taken: ReadonlySet<string>): string {
  if (format === 'openmetrics') return openMetricsHead(head, taken);
  const name = printedName(head.name);
  const type = TEXT_TYPES[head.type] ?? head.type;
  return `# HELP ${name} ${escapeHelp(head.help, false)}\n# TYPE ${name} ${type}\n`;
}

function openMetricsHead(head: FamilyHead, taken: ReadonlySet<string>): string {
  const { name: familyName, type } = openMetricsFamily(head, taken);
  const name = printedName(familyName);
  const hasUnit = PLAIN_UNIT.test(head.unit) && familyName.endsWith(`_${head.unit}`);
  const unit = hasUnit ? `# UNIT ${name} ${head.unit}\n` : '';
  return `# TYPE ${name} ${type}\n${unit}# HELP ${name} ${escapeHelp(head.help, true)}\n`;
}

/**
 * Names that no counter and no info on a page can have as a family in OpenMetrics: those of other metrics
 * (`jobs` beside `jobs_total`), and what a counter and an info would both be named.
 */
export function takenFamilies(names: Iterable<string>): ReadonlySet<string> {
  const all = [...names];
  const taken = new Set(all);
  for (const name of all) {
    const family = name.endsWith(INFO) ? name.slice(0, -INFO.length) : '';
    if (taken.has(family + TOTAL)) taken.add(family);
  }
  return taken;
}

/**
 * Name and type of a metric in OpenMetrics, which names a counter without `_total` and an info without
 * `_info`. One that lacks it, or whose family's name is taken, keeps its name but not its type: the names of
 * its samples must not change.
 */
export function openMetricsFamily(
  { name, type }: Pick<FamilyHead, 'name' | 'type'>,
  taken: ReadonlySet<string>,
): { name: string; type: MetricType } {
  const suffix = FAMILY_SUFFIXES[type];
  if (suffix === undefined) return { name, type };
  const family = name.endsWith(suffix) ? name.slice(0, -suffix.length) : '';
  if (family !== '' && !taken.has(family)) return { name: family, type };
  return { name, type: type === 'counter' ? 'unknown' : 'gauge' };
}

function printedName(name: string): string {
  return isPlainMetricName(name) ? name : `"${escapeLabelValue(name)}"`;
}
