import type { TransportResponse } from '../../transport/transport.ts';
import type { SendOutcome } from '../channel.ts';
import { outcomeOfResponse } from '../http-outcome.ts';

const MAX_SHOWN = 200;

/**
 * Errors that a later attempt does not mend: someone has to change something.
 *
 * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors
 */
const FINAL: ReadonlySet<string> = new Set([
  'action_prohibited',
  'channel_is_archived',
  'channel_not_found',
  'invalid_auth',
  'invalid_blocks',
  'invalid_payload',
  'invalid_token',
  'missing_text_or_fallback_or_attachments',
  'msg_too_long',
  'no_active_hooks',
  'no_service',
  'no_service_id',
  'no_team',
  'no_text',
  'not_in_channel',
  'posting_to_general_channel_denied',
  'team_disabled',
  'token_revoked',
  'too_many_attachments',
  'user_not_found',
]);
const AUTHENTICATION: ReadonlySet<string> = new Set(['invalid_auth', 'invalid_token', 'token_revoked']);

/** Judges Slack's answer: only a 2xx that says `ok`, as text or as JSON, is a delivery. */
export function outcomeOfSlack(response: TransportResponse, nowMs: number): SendOutcome {
  const outcome = outcomeOfResponse(response, nowMs);
  const word = errorWordOf(response.body);
  if (outcome.kind === 'delivered') return word === 'ok' ? outcome : failure(word);
  // Slack says 404 for a channel that does not exist and 500 for `rollup_error`: the status is enough there.
  return outcome;
}

function failure(word: string): SendOutcome {
  const isFinal = FINAL.has(word);
  const reason =
    word === 'ratelimited' || word === 'rate_limited' ? 'rateLimited' : isFinal ? 'clientError' : 'other';
  return {
    kind: isFinal ? 'refused' : 'retry',
    reason: AUTHENTICATION.has(word) ? 'authError' : reason,
    error: `Slack answered ${word === '' ? 'nothing' : JSON.stringify(word.slice(0, MAX_SHOWN))} instead of "ok"`,
  };
}

/** `ok`, or Slack's word for the error; of anything else the text. */
function errorWordOf(body: string): string {
  const text = body.trim();
  if (!text.startsWith('{')) return text;
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer !== 'object' || answer === null) return text;
    if ('ok' in answer && answer.ok === true) return 'ok';
    return 'error' in answer && typeof answer.error === 'string' ? answer.error : text;
  } catch {
    return text;
  }
}
