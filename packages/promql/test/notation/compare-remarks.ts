import type { QueryAnnotation } from '@telltale/model';
import { positionOf } from '../../src/errors/source-position.ts';
import { describeExpectation, fits } from './expectation.ts';
import type { EvalCommand } from './script.ts';

const KINDS = [
  { severity: 'warning', wanted: 'warn', none: 'no_warn' },
  { severity: 'info', wanted: 'info', none: 'no_info' },
] as const;

/** How the remarks on a query differ from what a case expects; `undefined` if they do not. */
export function remarkDifference(
  { query, expectations }: EvalCommand,
  annotations: readonly QueryAnnotation[],
): string | undefined {
  for (const kind of KINDS) {
    const given = annotations
      .filter(({ severity }) => severity === kind.severity)
      .map((annotation) => textOf(query, annotation));
    if (expectations.some(({ what }) => what === kind.none) && given.length > 0)
      return `unexpected ${kind.wanted}: ${given.join('; ')}`;
    const wanted = expectations.filter(({ what }) => what === kind.wanted);
    if (wanted.length === 0) continue;
    const missing = wanted.find((expectation) => !given.some((text) => fits(expectation, text)));
    if (missing)
      return `missing ${kind.wanted}: ${describeExpectation(missing)}; got ${given.join('; ') || 'none'}`;
    const extra = given.find((text) => !wanted.some((expectation) => fits(expectation, text)));
    if (extra !== undefined) return `unexpected ${kind.wanted}: ${extra}`;
  }
  return undefined;
}

/** A remark as Prometheus prints it: with its place in the query. */
function textOf(query: string, { message, source }: QueryAnnotation): string {
  if (!source) return message;
  const { line, column } = positionOf(query, source.start);
  return `${message} (${line}:${column})`;
}
