import type { TransportResponse } from '../../transport/transport.ts';
import type { SendOutcome } from '../channel.ts';
import { outcomeOfResponse } from '../http-outcome.ts';

const MAX_ERROR_LENGTH = 200;

/** Judges PagerDuty's answer; of a refusal it says what PagerDuty names as wrong. */
export function outcomeOfPagerDuty(response: TransportResponse, nowMs: number): SendOutcome {
  const outcome = outcomeOfResponse(response, nowMs);
  const detail = outcome.kind === 'delivered' ? undefined : faultsOf(response.body);
  if (outcome.kind === 'delivered' || detail === undefined) return outcome;
  return { ...outcome, error: `HTTP ${response.status}: ${detail.slice(0, MAX_ERROR_LENGTH)}` };
}

/** `{"status": "invalid event", "message": "Event object is invalid", "errors": ["Length of …"]}` */
function faultsOf(body: string): string | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof answer !== 'object' || answer === null) return undefined;
  const message = 'message' in answer && typeof answer.message === 'string' ? [answer.message] : [];
  const errors = 'errors' in answer && Array.isArray(answer.errors) ? answer.errors.map(String) : [];
  const texts = [...message, ...errors];
  return texts.length === 0 ? undefined : texts.join('; ');
}
