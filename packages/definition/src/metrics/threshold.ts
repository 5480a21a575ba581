import { TelltaleError } from '@telltale/model';

/** A threshold in words, by the unit of what is compared. A plain number is in the base unit. */
export type Threshold<UnitName extends string> =
  | number
  | (UnitName extends 'seconds'
      ? | { readonly ms: number }
        | { readonly s: number }
        | { readonly minutes: number }
        | { readonly hours: number }
      : UnitName extends 'bytes'
        ? | { readonly KiB: number }
          | { readonly MiB: number }
          | { readonly GiB: number }
          | { readonly kB: number }
          | { readonly MB: number }
          | { readonly GB: number }
        : UnitName extends 'ratio'
          ? { readonly percent: number }
          : never);

/** How much one of each unit is in the base unit; a divisor keeps decimal fractions exact. */
const SCALES: ReadonlyMap<string, { readonly times: number } | { readonly dividedBy: number }> = new Map([
  ['ms', { dividedBy: 1000 }],
  ['s', { times: 1 }],
  ['minutes', { times: 60 }],
  ['hours', { times: 3600 }],
  ['KiB', { times: 1024 }],
  ['MiB', { times: 1024 ** 2 }],
  ['GiB', { times: 1024 ** 3 }],
  ['kB', { times: 1e3 }],
  ['MB', { times: 1e6 }],
  ['GB', { times: 1e9 }],
  ['percent', { dividedBy: 100 }],
]);

/** A threshold in the base unit; `NaN` where it cannot be read. */
export function thresholdValue(threshold: unknown): number {
  if (typeof threshold === 'number') return threshold;
  if (typeof threshold !== 'object' || threshold === null) return NaN;
  const [entry, ...others] = Object.entries(threshold);
  const scale = entry && others.length === 0 ? SCALES.get(entry[0]) : undefined;
  if (!scale || typeof entry[1] !== 'number') return NaN;
  return 'times' in scale ? entry[1] * scale.times : entry[1] / scale.dividedBy;
}

/** The fault of a threshold that cannot be read. */
export function noThreshold(threshold: unknown): TelltaleError {
  return new TelltaleError(
    'TT_DEFINITION_INVALID',
    `${shownValue(threshold)} is not a threshold: write a number, or one such as { percent: 5 }`,
  );
}

/** A value that somebody wrote, for a message; its type where it cannot be shown. */
export function shownValue(value: unknown): string {
  try {
    return JSON.stringify(value) ?? typeof value;
  } catch {
    return typeof value;
  }
}
