import type { ResolvedThreshold } from '@telltale/definition';
import type { FieldOverride, ThresholdStep } from './dashboard-model.ts';

/** What things are in every dashboard that is written: the same status has the same colour. */
export const STATUS_COLOURS = {
  good: 'green',
  info: 'blue',
  warning: 'orange',
  critical: 'red',
} as const;

const COLOUR_OF_SEVERITY: ReadonlyMap<string, string> = new Map([
  ['info', STATUS_COLOURS.info],
  ['warning', STATUS_COLOURS.warning],
  ['ticket', STATUS_COLOURS.warning],
  ['critical', STATUS_COLOURS.critical],
  ['page', STATUS_COLOURS.critical],
]);

/** The colour of an alert's severity; one of a name that is not known counts as a warning. */
function severityColour(severity: string): string {
  return COLOUR_OF_SEVERITY.get(severity) ?? STATUS_COLOURS.warning;
}

/** Words for outcomes in names of series, in the order in which they are looked for. */
const STATUS_WORDS: readonly { readonly words: string; readonly colour: string }[] = [
  { words: 'success|succeeded|successful|ok|completed|hit|up|2(?:\\d\\d|xx)', colour: STATUS_COLOURS.good },
  { words: 'info|debug|3(?:\\d\\d|xx)', colour: STATUS_COLOURS.info },
  { words: 'warn|warning|retry|retried|timeout|miss|4(?:\\d\\d|xx)', colour: STATUS_COLOURS.warning },
  {
    words: 'error|errors|failure|failed|fatal|critical|down|5(?:\\d\\d|xx)',
    colour: STATUS_COLOURS.critical,
  },
];

const STATUS_LABEL = /\{\{\s*(?:status|status_code|code|outcome|result|state|level|severity)\s*\}\}/;

/** Fixed colours for series that are named after an outcome; none where legends name none. */
export function statusOverrides(legends: readonly string[]): readonly FieldOverride[] {
  if (!legends.some((legend) => STATUS_LABEL.test(legend))) return [];
  return STATUS_WORDS.map(({ words, colour }) => ({
    matcher: { id: 'byRegexp', options: `/(?:^|[\\s,])(?:${words})(?:$|[\\s,])/i` },
    properties: [{ id: 'color', value: { mode: 'fixed', fixedColor: colour } }],
  }));
}

/** Where a severity stands among the others; the last is the worst. */
const ORDER: readonly string[] = [STATUS_COLOURS.info, STATUS_COLOURS.warning, STATUS_COLOURS.critical];

/** Steps of colour: between two values, that of the worst threshold that is crossed there. */
export function thresholdSteps(thresholds: readonly ResolvedThreshold[]): readonly ThresholdStep[] {
  const values = [...new Set(thresholds.map(({ value }) => value))].toSorted((a, b) => a - b);
  const colourFrom = (start: number): string => {
    const crossed = thresholds.filter(({ value, isBad = 'above' }) =>
      isBad === 'above' ? value <= start : value > start,
    );
    const worst = Math.max(...crossed.map(({ severity }) => ORDER.indexOf(severityColour(severity))));
    return ORDER[worst] ?? STATUS_COLOURS.good;
  };
  return [
    { value: null, color: colourFrom(-Infinity) },
    ...values.map((value) => ({ value, color: colourFrom(value) })),
  ];
}
