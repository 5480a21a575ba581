import { formatDuration, quoteText } from '@telltale/model';
import { parseNumberLiteral } from '../../literals/number-literal.ts';
import type { Token } from '../tokens/token.ts';
import type { SyntaxFault } from './syntax-fault.ts';

/** The first thing that starts like a number and is neither a number nor a duration. */
export function badNumber(tokens: readonly Token[]): SyntaxFault | undefined {
  const bad = tokens.find(({ kind, text }) => kind === 'number' && parseNumberLiteral(text) === undefined);
  if (!bad) return undefined;
  const meant = meantDuration(bad.text);
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
  return { reason: `bad number or duration syntax: ${quoteText(bad.text)}${hint}`, source: bad.source };
}

const UNIT_NAMES: readonly (readonly [names: RegExp, unit: string, ms: number])[] = [
  [/^(?:ms|msecs?|millis|milliseconds?)$/, 'ms', 1],
  [/^(?:s|secs?|seconds?)$/, 's', 1000],
  [/^(?:m|mins?|minutes?)$/, 'm', 60_000],
  [/^(?:h|hrs?|hours?)$/, 'h', 3_600_000],
  [/^(?:d|days?)$/, 'd', 86_400_000],
  [/^(?:w|weeks?)$/, 'w', 604_800_000],
];

/** What a number with the name of a unit, or with a fraction, is in the units that exist. */
function meantDuration(text: string): string | undefined {
  const [, count, name] = /^(\d+(?:\.\d+)?)([A-Za-z]+)$/.exec(text) ?? [];
  if (name === undefined) return undefined;
  const unit = UNIT_NAMES.find(([names]) => names.test(name.toLowerCase()));
  if (!unit) return undefined;
  const ms = Number(count) * unit[2];
  return Number.isInteger(ms) && ms > 0 ? formatDuration(ms) : undefined;
}
