import { parseTimeRange, writeTimeRange } from '../data/time-range.ts';
import type { TimeRange } from '../data/time-range.ts';
import { formatDuration, parseDuration } from '../format/durations.ts';
import type { Zone } from '../format/zone.ts';
import { urlCodec } from './url-codec.ts';
import type { UrlCodec, UrlField } from './url-codec.ts';

/** What an address says of time. */
export interface TimeState {
  readonly range: TimeRange;
  /** How often the page asks again; `null` for never. */
  readonly refreshMs: number | null;
  /** The zone that the link is shared with; `undefined` for that of the reader. */
  readonly zone: Zone | undefined;
}

/** What holds where an address says nothing. */
export interface TimeDefaults {
  readonly range: TimeRange;
  readonly refreshMs: number | null;
}

/** Parameters that go along from page to page. */
export const TIME_PARAMETERS: ReadonlySet<string> = new Set(['range', 'from', 'to', 'refresh', 'tz']);

/** More often would be asked for before the last answer is there. */
const MIN_REFRESH_MS = 1000;
const MAX_REFRESH_MS = 86_400_000;
const NO_REFRESH = 'off';

/** The codec of `range` or `from` and `to`, `refresh` and `tz`. */
export function createTimeCodec(defaults: TimeDefaults): UrlCodec<TimeState> {
  return urlCodec<TimeState>({
    range: rangeField(defaults.range),
    refreshMs: refreshField(defaults.refreshMs),
    zone: ZONE_FIELD,
  });
}

function rangeField(initial: TimeRange): UrlField<TimeRange> {
  return {
    read: (params) => parseTimeRange(params, initial),
    write: (range, params) => writeTimeRange(range, params, initial),
    owns: (name) => name === 'range' || name === 'from' || name === 'to',
  };
}

function refreshField(initial: number | null): UrlField<number | null> {
  return {
    read: (params) => {
      const text = params.get('refresh') ?? '';
      if (text === NO_REFRESH) return null;
      const ms = parseDuration(text);
      return ms !== undefined && ms >= MIN_REFRESH_MS && ms <= MAX_REFRESH_MS ? ms : initial;
    },
    write: (ms, params) => {
      if (ms !== initial) params.set('refresh', ms === null ? NO_REFRESH : formatDuration(ms));
    },
    owns: (name) => name === 'refresh',
  };
}

const ZONE_FIELD: UrlField<Zone | undefined> = {
  read: (params) => (['utc', 'local'] as const).find((zone) => zone === params.get('tz')),
  write: (zone, params) => {
    if (zone !== undefined) params.set('tz', zone);
  },
  owns: (name) => name === 'tz',
};
