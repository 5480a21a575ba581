import { TelltaleError, parseDuration } from '@telltale/model';

/** Milliseconds of an option such as `5m`; throws `TT_USAGE` for anything else. */
export function durationOption(name: string, text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined || ms <= 0) {
    throw new TelltaleError('TT_USAGE', `${name} must be a duration such as 5m or 1h30m, not "${text}"`);
  }
  return ms;
}
