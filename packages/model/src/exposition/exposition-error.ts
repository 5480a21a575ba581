import { TelltaleError } from '../errors/telltale-error.ts';

/** More of an offending line says no more. */
const MAX_EXCERPT = 120;

/** A fault in a metrics page: which line, what it says, what is wrong with it. */
export function expositionError(line: number, text: string, problem: string): TelltaleError {
  const excerpt = text.length > MAX_EXCERPT ? `${text.slice(0, MAX_EXCERPT)}…` : text;
  return new TelltaleError('TT_EXPOSITION', `line ${line}: ${problem}: ${JSON.stringify(excerpt)}`);
}
