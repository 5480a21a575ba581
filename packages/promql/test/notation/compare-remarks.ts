import type { QueryAnnotation } from '@telltale/model';
import { formatAnnotation } from '../../src/errors/format-annotation.ts';
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
      .map((annotation) => formatAnnotation(annotation, query));
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
