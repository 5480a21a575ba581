import type { ParsedAlertmanagerConfiguration, SourceNode } from '@telltale/formats';
import { parseMinuteOfDay, parseTimeWindowRange } from '@telltale/model';
import type { InclusiveRange, TimeInterval, TimeWindow, TimeWindowField } from '@telltale/model';
import type { ConfigurationSource } from './configuration-source.ts';

/** What each kind of range looks like, for messages. */
const EXAMPLES: Readonly<Record<TimeWindowField, string>> = {
  weekdays: 'monday:friday',
  daysOfMonth: '1:5 or -1',
  months: 'january:march or 1:3',
  years: '2026:2028',
};

/** The named times, of the old section `mute_time_intervals` too. Throws `TT_FILE_FORMAT`, naming the place. */
export function loadTimeIntervals(
  { root }: ParsedAlertmanagerConfiguration,
  source: ConfigurationSource,
): readonly TimeInterval[] {
  const sections = ['time_intervals', 'mute_time_intervals'];
  const nodes = sections.flatMap((name) => root?.get(name)?.items() ?? []);
  const names = new Set<string>();
  return nodes.map((node) => {
    const name = node.get('name')?.text() ?? '';
    if (names.has(name)) throw source.fault(node, `the time interval '${name}' is defined twice`);
    names.add(name);
    const windows = node.get('time_intervals')?.items() ?? [];
    return { name, windows: windows.map((window) => loadWindow(window, source)) };
  });
}

function loadWindow(node: SourceNode, source: ConfigurationSource): TimeWindow {
  const times = node
    .get('times')
    ?.items()
    .map((item) => loadTimes(item, source));
  const location = loadLocation(node.get('location'), source);
  return {
    ...(times?.length && { times }),
    ...ranges('weekdays', node.get('weekdays'), source),
    ...ranges('daysOfMonth', node.get('days_of_month'), source),
    ...ranges('months', node.get('months'), source),
    ...ranges('years', node.get('years'), source),
    ...(location !== undefined && { location }),
  };
}

function loadTimes(node: SourceNode, source: ConfigurationSource) {
  const minute = (key: string): number => {
    const at = node.get(key) ?? node;
    const value = parseMinuteOfDay(at.text() ?? '');
    if (value === undefined) throw source.fault(at, `${key} must be a time from 00:00 to 24:00`);
    return value;
  };
  const [fromMinute, toMinute] = [minute('start_time'), minute('end_time')];
  if (fromMinute < toMinute) return { fromMinute, toMinute };
  const fix = 'For a time over midnight write two: from it to 24:00, and from 00:00.';
  throw source.fault(node, 'start_time must be before end_time', fix);
}

function ranges<Field extends TimeWindowField>(
  field: Field,
  node: SourceNode | undefined,
  source: ConfigurationSource,
): { readonly [F in Field]?: readonly InclusiveRange[] } {
  const object: { [F in Field]?: readonly InclusiveRange[] } = {};
  const read = node?.items().map((item) => {
    const range = parseTimeWindowRange(field, item.text() ?? '');
    if (!range) throw source.fault(item, `this is no range such as ${EXAMPLES[field]}`);
    return range;
  });
  if (read?.length) object[field] = read;
  return object;
}

function loadLocation(node: SourceNode | undefined, source: ConfigurationSource): string | undefined {
  const name = node?.text();
  if (node === undefined || name === undefined) return undefined;
  try {
    // Throws where the runtime does not know the zone; `Local` is this machine's.
    if (name === 'Local') return Intl.DateTimeFormat().resolvedOptions().timeZone;
    new Intl.DateTimeFormat('en', { timeZone: name }).format(0);
    return name;
  } catch {
    throw source.fault(node, `there is no time zone '${name}'`, 'Write a name such as Europe/Berlin or UTC.');
  }
}
