import { formatDuration, parseDuration } from '../format/durations.ts';

/** The stretch of time that the pages show: the newest part, or a fixed one that was picked or zoomed into. */
export type TimeRange =
  | { readonly kind: 'last'; readonly spanMs: number }
  | { readonly kind: 'fixed'; readonly startMs: number; readonly endMs: number };

/** Start, end and resolution to query with. `endMs - startMs` is a multiple of `stepMs`. */
export interface QueryWindow {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Spans that are offered, the shortest first. */
export const QUICK_SPANS_MS: readonly number[] = [
  ...[5, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 7, 30].map((days) => days * DAY_MS),
];

/** The range of a page whose address names none, where the definition names none either. */
export const DEFAULT_RANGE: TimeRange = { kind: 'last', spanMs: HOUR_MS };

/** A shorter stretch could not be told from one sample. */
const MIN_SPAN_MS = 10 * SECOND_MS;
const MAX_SPAN_MS = 400 * DAY_MS;

/** A live range ends at most so long ago. */
const MAX_LAG_MS = 5000;

/** Points of a chart that people can tell apart on their screen. */
const MAX_POINTS = 300;
const STEPS_MS: readonly number[] = [
  ...[2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12, 24].map((hours) => hours * HOUR_MS),
];

/** The newest so much time; the default for `undefined` or `null`. */
export function rangeOfSpan(spanMs: number | null | undefined): TimeRange {
  if (spanMs === undefined || spanMs === null) return DEFAULT_RANGE;
  return { kind: 'last', spanMs: clampSpan(spanMs) };
}

/** A fixed range between two moments in either order, at least ten seconds long. */
export function fixedRange(oneMs: number, otherMs: number): TimeRange {
  const startMs = Math.max(0, Math.round(Math.min(oneMs, otherMs)));
  const endMs = Math.round(Math.max(oneMs, otherMs));
  return { kind: 'fixed', startMs, endMs: startMs + clampSpan(endMs - startMs) };
}

/** How long a range is. */
function spanOf(range: TimeRange): number {
  return range.kind === 'last' ? range.spanMs : range.endMs - range.startMs;
}

/** The range in words: `last 5 minutes`, `selected time`. */
export function describeRange(range: TimeRange): string {
  if (range.kind === 'fixed') return 'selected time';
  for (const [unitMs, noun] of [
    [DAY_MS, 'day'],
    [HOUR_MS, 'hour'],
    [MINUTE_MS, 'minute'],
    [SECOND_MS, 'second'],
  ] as const) {
    if (range.spanMs % unitMs !== 0) continue;
    const count = range.spanMs / unitMs;
    return count === 1 ? `last ${noun}` : `last ${count} ${noun}s`;
  }
  return `last ${range.spanMs} milliseconds`;
}

/** Turns a range into what to query at `nowMs`; what is live ends at most five seconds ago. */
export function windowOf(range: TimeRange, nowMs: number): QueryWindow {
  const spanMs = spanOf(range);
  const stepMs = stepFor(spanMs);
  if (range.kind === 'fixed') return alignWindow(range.startMs, range.endMs, stepMs);
  // Not to the step: the newest value of a long range would be minutes old.
  const alignMs = Math.min(stepMs, MAX_LAG_MS);
  const endMs = Math.floor(nowMs / alignMs) * alignMs;
  return { startMs: endMs - Math.ceil(spanMs / stepMs) * stepMs, endMs, stepMs };
}

/** The same time with another resolution. */
export function withStep(window: QueryWindow, stepMs: number): QueryWindow {
  return stepMs === window.stepMs ? window : alignWindow(window.startMs, window.endMs, stepMs);
}

/** The range before (-1) or after (1) this one, overlapping by half. */
export function shiftRange(range: TimeRange, direction: -1 | 1, nowMs: number): TimeRange {
  const { startMs, endMs } = boundsOf(range, nowMs);
  const byMs = (direction * (endMs - startMs)) / 2;
  // Nothing is known of the future: whoever arrives at now stays there.
  if (endMs + byMs >= nowMs) return { kind: 'last', spanMs: clampSpan(endMs - startMs) };
  return fixedRange(startMs + byMs, endMs + byMs);
}

/** Twice as much time around the same middle; at its end no later than now. */
export function widenRange(range: TimeRange, nowMs: number): TimeRange {
  if (range.kind === 'last') return { kind: 'last', spanMs: clampSpan(range.spanMs * 2) };
  const spanMs = range.endMs - range.startMs;
  const endMs = Math.min(range.endMs + spanMs / 2, Math.max(nowMs, range.endMs));
  return fixedRange(endMs - spanMs * 2, endMs);
}

/** The moments between which a range lies at `nowMs`: for links that must show the same tomorrow. */
export function boundsOf(
  range: TimeRange,
  nowMs: number,
): { readonly startMs: number; readonly endMs: number } {
  return range.kind === 'fixed' ? range : { startMs: nowMs - range.spanMs, endMs: nowMs };
}

/** Reads `range`, or `from` and `to`, of an address. Anything unusable is the default range. */
export function parseTimeRange(params: URLSearchParams, defaultRange = DEFAULT_RANGE): TimeRange {
  const from = params.get('from') ?? '';
  const to = params.get('to') ?? '';
  const relative = /^now-(\w+)$/.exec(from)?.[1] ?? params.get('range') ?? '';
  const startMs = parseMoment(from);
  const endMs = parseMoment(to);
  if (startMs !== undefined && endMs !== undefined && isUsable(endMs - startMs)) {
    return { kind: 'fixed', startMs, endMs };
  }
  const spanMs = parseDuration(relative);
  return spanMs === undefined || !isUsable(spanMs) ? defaultRange : { kind: 'last', spanMs };
}

/** Writes a range into the parameters of an address; the default range leaves no trace. */
export function writeTimeRange(
  range: TimeRange,
  params: URLSearchParams,
  defaultRange = DEFAULT_RANGE,
): void {
  if (range.kind === 'fixed') {
    params.set('from', String(range.startMs));
    params.set('to', String(range.endMs));
  } else if (defaultRange.kind !== 'last' || range.spanMs !== defaultRange.spanMs) {
    params.set('range', formatDuration(range.spanMs));
  }
}

/** A moment as milliseconds since 1970 or as ISO 8601 says it, in UTC where no zone is named. */
export function parseMoment(text: string): number | undefined {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return undefined;
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/.test(text) || text.length <= 10;
  const atMs = Date.parse(hasZone ? text : `${text}Z`);
  return Number.isFinite(atMs) && atMs >= 0 ? atMs : undefined;
}

function stepFor(spanMs: number): number {
  const coarsestMs = STEPS_MS[STEPS_MS.length - 1];
  return (
    STEPS_MS.find((step) => spanMs / step <= MAX_POINTS) ??
    Math.ceil(spanMs / MAX_POINTS / coarsestMs) * coarsestMs
  );
}

function alignWindow(startMs: number, endMs: number, stepMs: number): QueryWindow {
  const alignedStartMs = Math.floor(startMs / stepMs) * stepMs;
  return {
    startMs: alignedStartMs,
    endMs: alignedStartMs + Math.max(1, Math.ceil((endMs - alignedStartMs) / stepMs)) * stepMs,
    stepMs,
  };
}

function clampSpan(spanMs: number): number {
  return Math.min(MAX_SPAN_MS, Math.max(MIN_SPAN_MS, Math.round(spanMs)));
}

function isUsable(spanMs: number): boolean {
  return spanMs >= MIN_SPAN_MS && spanMs <= MAX_SPAN_MS;
}
