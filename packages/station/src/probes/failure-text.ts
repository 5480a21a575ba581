import { explainFailure } from '../access/explain-failure.ts';
import { reasonOf } from '../access/or-abort.ts';

/** Says for people why a probe failed; never empty, which would be a success. */
export function failureText(error: unknown, signal: AbortSignal): string {
  // What was under way fails in many ways when its time is over.
  return explainFailure(signal.aborted ? reasonOf(signal) : error) || 'the probe failed';
}
