import type { JsonValue, Secret } from '@telltale/model';
import { AddressRefused } from '../transport/address-guard.ts';
import { redactSecrets } from '../secrets/redact-secrets.ts';
import type { TransportResponse } from '../transport/transport.ts';
import type { ChannelServices, SendAttempt, SendOutcome } from './channel.ts';
import { outcomeOfError, outcomeOfResponse } from './http-outcome.ts';

/** A message ready to be posted. */
export interface PostedMessage {
  readonly url: string;
  readonly body: string;
  /** Beside those that all messages have. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** How a channel posts. */
export interface PostMessageOptions {
  readonly services: ChannelServices;
  readonly attempt: SendAttempt;
  /** Puts the message together; each secret it reads is taken out of what the outcome says. */
  prepare(read: (secret: Secret) => Promise<string>): Promise<PostedMessage>;
  /** Judges an answer. Default: by its status. */
  readonly judge?: (response: TransportResponse, nowMs: number) => SendOutcome;
}

/** Posts a message of JSON. Never rejects; the outcome holds no secret. */
export async function postMessage(options: PostMessageOptions): Promise<SendOutcome> {
  const { services, attempt, judge = outcomeOfResponse } = options;
  const { http, clock } = services;
  const secrets: string[] = [];
  try {
    const { url, body, headers } = await options.prepare(async (secret) => {
      const value = await services.secrets(secret);
      secrets.push(value);
      return value;
    });
    const faulty = Object.entries(headers ?? {}).find(
      ([, value]) => !/^[\t\x20-\x7e\x80-\xff]*$/.test(value),
    );
    if (faulty)
      return refused(`the value for the header ${faulty[0]} has a line end or is not text of Latin letters`);
    const response = await http.post({
      url,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'telltale',
        'idempotency-key': attempt.idempotencyKey,
        ...headers,
      },
      body,
      timeoutMs: attempt.timeoutMs,
      signal: attempt.signal,
    });
    // Before it is judged, because a text that is cut may end within a secret.
    const answer = redactSecrets(response.body, secrets);
    const outcome = judge({ ...response, body: answer }, clock.now());
    return { ...redacted(outcome, secrets), httpStatus: response.status };
  } catch (error) {
    return redacted(failureOf(error, attempt.signal), secrets);
  }
}

/** The body of a message that `compose` made, or an earlier version of the program. */
export function bodyOf(message: JsonValue): string {
  return typeof message === 'string' ? message : JSON.stringify(message);
}

/** A message that will never be delivered, whoever tries. */
export function refused(error: string): SendOutcome {
  return { kind: 'refused', reason: 'clientError', error };
}

function failureOf(error: unknown, signal: AbortSignal): SendOutcome {
  if (signal.aborted) return { kind: 'retry', reason: 'contextCanceled', error: 'aborted' };
  return error instanceof AddressRefused ? refused(error.message) : outcomeOfError(error);
}

function redacted(outcome: SendOutcome, secrets: readonly string[]): SendOutcome {
  if (outcome.kind === 'delivered') return outcome;
  return { ...outcome, error: redactSecrets(outcome.error, secrets) };
}
