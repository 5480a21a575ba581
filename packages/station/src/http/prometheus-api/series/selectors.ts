import type { Matcher, SeriesQuery } from '@telltale/model';
import { compileMatcher, matchersOf, parseExpr } from '@telltale/promql';
import { BadRequestError } from '../../bad-request-error.ts';
import { MAX_TIME_MS, MIN_TIME_MS, timeParameter } from '../../parameters.ts';

type Selectors = SeriesQuery['selectors'];

/**
 * The series that `match[]`, `start` and `end` ask for; without the latter of all time.
 *
 * @param reading Runs what reads `match[]`.
 */
export function seriesQuery(
  parameters: URLSearchParams,
  reading: (read: () => Selectors) => Selectors = (read) => read(),
): SeriesQuery {
  const startMs = timeParameter(parameters, 'start', MIN_TIME_MS);
  const endMs = timeParameter(parameters, 'end', MAX_TIME_MS);
  return { selectors: reading(() => selectorsParameter(parameters)), startMs, endMs };
}

/** The selectors of `match[]`, each of which must leave something out. */
export function selectorsParameter(parameters: URLSearchParams): Selectors {
  const selectors = parameters.getAll('match[]').map(parseSelector);
  for (const matchers of selectors) {
    if (matchers.every((matcher) => compileMatcher(matcher).matches(''))) {
      throw new BadRequestError('match[] must contain at least one non-empty matcher');
    }
  }
  return selectors;
}

/**
 * The matchers of a selector without range, offset and `@`.
 *
 * @throws BadRequestError
 */
export function parseSelector(text: string): readonly Matcher[] {
  const expr = parsed(text);
  if (expr.kind !== 'vector' || expr.offsetMs !== undefined || expr.at !== undefined) {
    throw new BadRequestError(`${JSON.stringify(text)} is not a plain series selector`);
  }
  return matchersOf(expr);
}

function parsed(text: string) {
  try {
    return parseExpr(text);
  } catch (error) {
    throw new BadRequestError(error instanceof Error ? error.message : String(error));
  }
}
