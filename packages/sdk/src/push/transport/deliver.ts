import { setTimeout as sleep } from 'node:timers/promises';
import type { PushRequest } from '../protocol/push-request.ts';
import type { Delivery, SendOptions } from './send.ts';
import { send } from './send.ts';

/** How requests are delivered. */
export interface DeliverOptions extends SendOptions {
  /** Attempts in all for one request. */
  readonly attempts: number;
  /** Told of each attempt that failed, whether there is another or not. */
  readonly onFailure?: (reason: string) => void;
}

const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 60_000;
const PAUSE_GROWTH = 1.5;
/** Pauses differ by so much, so that many programs do not come back at the same moment. */
const PAUSE_SPREAD = 0.5;

/**
 * Sends requests one after the other, and again what failed, after growing pauses or as the receiver asks.
 * A refused request does not stop the next; one that fails for good does. The result is the worst one.
 */
export async function deliver(requests: readonly PushRequest[], options: DeliverOptions): Promise<Delivery> {
  let worst: Delivery = { result: 'sent' };
  for (const request of requests) {
    const delivery = await deliverOne(request, options);
    if (delivery.result === 'failed') return delivery;
    if (delivery.result === 'refused' && worst.result === 'sent') worst = delivery;
  }
  return worst;
}

async function deliverOne(request: PushRequest, options: DeliverOptions): Promise<Delivery> {
  for (let attempt = 1; ; attempt++) {
    const delivery = await send(request, options);
    if (delivery.result !== 'failed') return delivery;
    const isEnded = options.signal?.aborted === true;
    if (!isEnded) options.onFailure?.(delivery.reason);
    if (isEnded || attempt >= options.attempts) return delivery;
    const isAwake = await pause(retryPauseMs(delivery, attempt), options);
    if (!isAwake) return delivery;
  }
}

/**
 * The pause after an attempt, the first being 1: as long as the receiver asks for, and never shorter than our
 * own, so that one that asks for none is not asked all the time.
 */
export function retryPauseMs(
  { retryAfterMs = 0 }: { readonly retryAfterMs?: number },
  attempt: number,
  random: number = Math.random(),
): number {
  const middle = Math.min(FIRST_PAUSE_MS * PAUSE_GROWTH ** (attempt - 1), MAX_PAUSE_MS);
  return Math.max(retryAfterMs, middle * (1 + (random * 2 - 1) * PAUSE_SPREAD));
}

async function pause(ms: number, { signal, keepsAlive }: DeliverOptions): Promise<boolean> {
  try {
    await sleep(ms, undefined, { ref: keepsAlive, ...(signal && { signal }) });
    return true;
  } catch {
    return false;
  }
}
