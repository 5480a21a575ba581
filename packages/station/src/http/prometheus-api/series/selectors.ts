import type { Matcher, SeriesQuery } from '@telltale/model';
import { compileMatcher, matchersOf, parseExpr } from '@telltale/promql';
import { BadRequestError, invalidParameter } from '../../bad-request-error.ts';
import { MAX_TIME_MS, MIN_TIME_MS, timeParameter } from '../../parameters.ts';

/** The series that `match[]`, `start` and `end` ask for; without the latter of all time. */
export function seriesQuery(parameters: URLSearchParams): SeriesQuery {
  const startMs = timeParameter(parameters, 'start', MIN_TIME_MS);
  const endMs = timeParameter(parameters, 'end', MAX_TIME_MS);
  return { selectors: selectorsParameter(parameters), startMs, endMs };
}

/** The selectors of `match[]`, each of which must leave something out. */
export function selectorsParameter(parameters: URLSearchParams): readonly (readonly Matcher[])[] {
  const selectors = parameters.getAll('match[]').map((text) => parseSelector('match[]', text));
  for (const matchers of selectors) {
    if (matchers.every((matcher) => compileMatcher(matcher).matches(''))) {
      throw new BadRequestError('match[] must contain at least one non-empty matcher');
    }
  }
  return selectors;
}

/** The matchers of a selector without range, offset and `@`. */
export function parseSelector(parameter: string, text: string): readonly Matcher[] {
  const expr = parsed(parameter, text);
  if (expr.kind !== 'vector' || expr.offsetMs !== undefined || expr.at !== undefined) {
    throw invalidParameter(parameter, `${JSON.stringify(text)} is not a plain series selector`);
  }
  return matchersOf(expr);
}

function parsed(parameter: string, text: string) {
  try {
    return parseExpr(text);
  } catch (error) {
    throw invalidParameter(parameter, error instanceof Error ? error.message : String(error));
  }
}
