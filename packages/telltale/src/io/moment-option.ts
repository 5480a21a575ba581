import { TelltaleError } from '@telltale/model';

/** Milliseconds since 1970 of an option such as `2026-01-31T12:00:00Z` or Unix seconds; throws `TT_USAGE`. */
export function momentOption(name: string, text: string): number {
  const seconds = Number(text);
  const ms = text.trim() !== '' && Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text);
  if (Number.isFinite(ms)) return Math.round(ms);
  throw new TelltaleError(
    'TT_USAGE',
    `${name} must be a time such as 2026-01-31T12:00:00Z or Unix seconds, not "${text}"`,
  );
}
