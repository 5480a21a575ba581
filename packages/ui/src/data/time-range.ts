/** The stretch of time that the charts show: the newest part, or a fixed one that was zoomed into. */
export type TimeRange =
  | { readonly kind: 'last'; readonly preset: RangePreset }
  | { readonly kind: 'fixed'; readonly startMs: number; readonly endMs: number };

/** Names of the ranges that can be picked. */
export type RangePreset = '5m' | '15m' | '1h' | '6h' | '24h';

/** Start, end and resolution to query with. `endMs - startMs` is a multiple of `stepMs`. */
export interface QueryWindow {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

interface PresetTiming {
  readonly spanMs: number;
  readonly stepMs: number;
  readonly refreshMs: number;
  readonly words: string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

const PRESETS: Readonly<Record<RangePreset, PresetTiming>> = {
  '5m': { spanMs: 5 * MINUTE_MS, stepMs: 2000, refreshMs: 2000, words: 'last 5 minutes' },
  '15m': { spanMs: 15 * MINUTE_MS, stepMs: 5000, refreshMs: 2000, words: 'last 15 minutes' },
  '1h': { spanMs: HOUR_MS, stepMs: 15_000, refreshMs: 5000, words: 'last hour' },
  '6h': { spanMs: 6 * HOUR_MS, stepMs: MINUTE_MS, refreshMs: 5000, words: 'last 6 hours' },
  '24h': { spanMs: 24 * HOUR_MS, stepMs: 5 * MINUTE_MS, refreshMs: 5000, words: 'last 24 hours' },
};

/** The presets in the order of the picker. */
export const RANGE_PRESETS: readonly RangePreset[] = ['5m', '15m', '1h', '6h', '24h'];

/** The range of a page whose address names none. */
export const DEFAULT_RANGE: TimeRange = { kind: 'last', preset: '5m' };

/** The shortest preset that shows so much time, or the longest; the default for `undefined` or `null`. */
export function rangeOfSpan(spanMs: number | null | undefined): TimeRange {
  if (spanMs === undefined || spanMs === null) return DEFAULT_RANGE;
  const preset = RANGE_PRESETS.find((name) => PRESETS[name].spanMs >= spanMs);
  return { kind: 'last', preset: preset ?? RANGE_PRESETS[RANGE_PRESETS.length - 1] };
}

const FIXED_STEPS_MS: readonly number[] = [
  1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000,
];
const MAX_FIXED_POINTS = 300;
/** A shorter stretch could not be told from one sample. */
const MIN_FIXED_SPAN_MS = 10_000;

/** How often a live range is asked for again. */
export function refreshIntervalMs(range: TimeRange): number {
  return range.kind === 'last' ? PRESETS[range.preset].refreshMs : 5000;
}

/** The range in words: `last 5 minutes`, `selected time`. */
export function describeRange(range: TimeRange): string {
  return range.kind === 'last' ? PRESETS[range.preset].words : 'selected time';
}

/** Turns a range into what to query at `nowMs`. */
export function windowOf(range: TimeRange, nowMs: number): QueryWindow {
  if (range.kind === 'fixed') return fixedWindow(range.startMs, range.endMs);
  const { spanMs, stepMs, refreshMs } = PRESETS[range.preset];
  // Moving in whole refreshes keeps the points of neighbouring refreshes on each other.
  const endMs = Math.floor(nowMs / refreshMs) * refreshMs;
  return { startMs: endMs - spanMs, endMs, stepMs };
}

/** Reads `range`, or `from` and `to`, of an address. Anything unusable is the default range. */
export function parseTimeRange(params: URLSearchParams, defaultRange = DEFAULT_RANGE): TimeRange {
  const startMs = parseEpochMs(params.get('from'));
  const endMs = parseEpochMs(params.get('to'));
  if (startMs !== undefined && endMs !== undefined && endMs - startMs >= MIN_FIXED_SPAN_MS) {
    return { kind: 'fixed', startMs, endMs };
  }
  const preset = RANGE_PRESETS.find((name) => name === params.get('range'));
  return preset === undefined ? defaultRange : { kind: 'last', preset };
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
  } else if (defaultRange.kind !== 'last' || range.preset !== defaultRange.preset) {
    params.set('range', range.preset);
  }
}

/** A fixed range between two moments in either order, at least ten seconds long. */
export function fixedRange(oneMs: number, otherMs: number): TimeRange {
  const startMs = Math.round(Math.min(oneMs, otherMs));
  const endMs = Math.round(Math.max(oneMs, otherMs));
  return { kind: 'fixed', startMs, endMs: Math.max(endMs, startMs + MIN_FIXED_SPAN_MS) };
}

function fixedWindow(startMs: number, endMs: number): QueryWindow {
  const spanMs = endMs - startMs;
  const coarsestMs = FIXED_STEPS_MS[FIXED_STEPS_MS.length - 1];
  const stepMs =
    FIXED_STEPS_MS.find((step) => spanMs / step <= MAX_FIXED_POINTS) ??
    Math.ceil(spanMs / MAX_FIXED_POINTS / coarsestMs) * coarsestMs;
  const alignedStartMs = Math.floor(startMs / stepMs) * stepMs;
  return {
    startMs: alignedStartMs,
    endMs: alignedStartMs + Math.ceil((endMs - alignedStartMs) / stepMs) * stepMs,
    stepMs,
  };
}

function parseEpochMs(text: string | null): number | undefined {
  if (text === null || !/^\d{1,15}$/.test(text)) return undefined;
  return Number(text);
}
