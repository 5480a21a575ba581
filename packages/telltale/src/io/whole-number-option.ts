import { TelltaleError } from '@telltale/model';

/** The whole number of an option, or `fallback` without it; throws `TT_USAGE` for anything else. */
export function wholeNumberOption(
  name: string,
  text: string | undefined,
  {
    fallback,
    least = 1,
    most,
  }: { readonly fallback: number; readonly least?: number; readonly most: number },
): number {
  if (text === undefined) return fallback;
  const count = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (count >= least && count <= most) return count;
  throw new TelltaleError(
    'TT_USAGE',
    `${name} must be a whole number from ${least} to ${most}, not "${text}"`,
  );
}
