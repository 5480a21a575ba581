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

/** A value at which alerts fire. */
export interface AlertThreshold {
  readonly value: number;
  readonly severity: string;
}

/** Steps of colour for alerts that fire above (or below) their values. */
export function thresholdSteps(
  thresholds: readonly AlertThreshold[],
  firesBelow: boolean,
): readonly ThresholdStep[] {
  const ascending = [...thresholds].sort((a, b) => a.value - b.value);
  const colours = ascending.map(({ severity }) => severityColour(severity));
  if (!firesBelow) {
    return [
      { value: null, color: STATUS_COLOURS.good },
      ...ascending.map(({ value }, index) => ({ value, color: colours[index] })),
    ];
  }
  return [
    { value: null, color: colours[0] ?? STATUS_COLOURS.good },
    ...ascending.map(({ value }, index) => ({ value, color: colours[index + 1] ?? STATUS_COLOURS.good })),
  ];
}
