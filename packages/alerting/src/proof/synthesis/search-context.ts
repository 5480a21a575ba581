import type { ResolvedDefinition } from '@telltale/definition';
import type { AlertingRule, RecordingRule } from '@telltale/model';
import { candidateLevels, hintsOf } from './candidate-levels.ts';
import type { SynthesisCatalogue } from './derive-sources.ts';
import { neededRecordings } from './needed-recordings.ts';
import type { SteadyStateQuestion } from './steady-state.ts';
import { synthesise } from './synthesise.ts';
import type { SynthesisedSeries } from './synthesise.ts';
import type { SourceLevel } from './synthetic-source.ts';

/** An alert, series that make it fire, and all that is needed to look for more of them. */
export interface SearchContext {
  readonly synthesised: SynthesisedSeries;
  readonly catalogue: SynthesisCatalogue;
  /** Recordings that the alert uses, in order. */
  readonly recordings: readonly RecordingRule[];
  readonly question: SteadyStateQuestion;
  readonly candidates: readonly (readonly SourceLevel[])[];
}

/**
 * Finds series for an alert of a definition.
 *
 * @throws TelltaleError TT_NOT_SYNTHESISABLE
 */
export async function searchContextOf(
  resolved: ResolvedDefinition,
  rule: AlertingRule,
): Promise<SearchContext> {
  const all = resolved.rules.filter((one): one is RecordingRule => one.kind === 'recording');
  const recordings = neededRecordings(rule.expr, all);
  const { metrics, targets } = resolved;
  const synthesised = await synthesise(rule.expr, metrics, { targets, recordings: all, timeMs: 0 });
  const { sources, searchIntervalMs: intervalMs, windowMs } = synthesised;
  const hints = hintsOf([rule.expr, ...recordings.map(({ expr }) => expr)]);
  return {
    synthesised,
    catalogue: { metrics, targets, recordings: all },
    recordings,
    question: { expr: rule.expr, recordings, sources, intervalMs, windowMs, timeMs: 0 },
    candidates: sources.map((source) => candidateLevels(source, hints)),
  };
}
