import { TelltaleError, parseDuration } from '@telltale/model';
import { momentOption } from '../io/moment-option.ts';

/** `--since` and `--until`: a time, or how long ago. */
export interface TimeRangeOptions {
  readonly since?: string;
  readonly until?: string;
}

/** A range as the API of a station takes it: Unix seconds. */
export interface RangeParameters {
  readonly start: number;
  readonly end: number;
}

const DEFAULT_SINCE = '1h';

/** The range of the options, up to now and an hour long unless told; throws `TT_USAGE`. */
export function timeRange(
  { since = DEFAULT_SINCE, until }: TimeRangeOptions,
  nowMs: number,
): RangeParameters {
  const endMs = until === undefined ? nowMs : momentAgo('--until', until, nowMs);
  const startMs = momentAgo('--since', since, nowMs);
  if (startMs >= endMs) {
    throw new TelltaleError(
      'TT_USAGE',
      `--since ${since} is not before ${until === undefined ? 'now' : `--until ${until}`}`,
    );
  }
  return { start: startMs / 1000, end: endMs / 1000 };
}

/** A moment that is given as a time, or as how long ago; throws `TT_USAGE`. */
export function momentAgo(name: string, text: string, nowMs: number): number {
  const ago = parseDuration(text);
  return ago === undefined ? momentOption(name, text) : nowMs - ago;
}
