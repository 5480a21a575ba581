import type { RuleTestCheck } from '@telltale/formats';
import type { CoveredCase } from './alert-coverage.ts';

/** What the checks of one test show: that an alert fires, is quiet, and is quiet again after it fired. */
export function coveredByChecks(checks: readonly RuleTestCheck[]): readonly CoveredCase[] {
  const byName = Map.groupBy(checks, ({ alertName }) => alertName);
  return [...byName].flatMap(([alertName, own]) => {
    const inOrder = own.toSorted((a, b) => a.atMs - b.atMs);
    const fires = inOrder.findIndex(({ alerts }) => alerts.length > 0);
    const resolves = inOrder.some(({ alerts }, i) => fires !== -1 && i > fires && alerts.length === 0);
    const isQuiet = inOrder.some(({ alerts }) => alerts.length === 0);
    return [
      ...(fires === -1 ? [] : [{ alertName, kind: 'firing' } as const]),
      ...(isQuiet ? [{ alertName, kind: 'quiet' } as const] : []),
      ...(resolves ? [{ alertName, kind: 'resolve' } as const] : []),
    ];
  });
}
