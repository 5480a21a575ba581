import type { Matcher, SeriesQuery } from '@telltale/model';
import { matchersOf, parseExpr } from '@telltale/promql';
import { BadRequestError } from '../bad-request-error.ts';
import { timeParameter } from '../parameters.ts';

/** Without a start time the label APIs look this far back. */
const DEFAULT_LOOKBACK_MS = 24 * 3_600_000;

/** The series that `match[]`, `start` and `end` ask for. */
export function seriesQuery(parameters: URLSearchParams, nowMs: number): SeriesQuery {
  const endMs = timeParameter(parameters, 'end', nowMs);
  const startMs = timeParameter(parameters, 'start', endMs - DEFAULT_LOOKBACK_MS);
  if (endMs < startMs) throw new BadRequestError('"end" is before "start"');
  return { selectors: parameters.getAll('match[]').map(parseSelector), startMs, endMs };
}

function parseSelector(text: string): readonly Matcher[] {
  const expr = parseExpr(text);
  if (expr.kind !== 'vector') throw new BadRequestError(`"match[]" must be a selector, not "${text}"`);
  return matchersOf(expr);
}
