import { labelChanges } from './label-change.ts';
import type { RelabelTrial } from './relabel-trial.ts';

/** The trials for programs. */
export function trialsJson(trials: readonly RelabelTrial[]): string {
  const told = trials.map(({ kind, before, trace, result, url, reason }) => ({
    kind,
    labels: before,
    steps: trace.steps.map(({ rule, source, names, isMatch, isDropped, before: from, after }) => ({
      rule,
      source,
      names,
      isMatch,
      changes: labelChanges(from, after),
      isDropped,
    })),
    result: result ?? null,
    url,
    reason,
  }));
  return `${JSON.stringify(told, undefined, 2)}\n`;
}
