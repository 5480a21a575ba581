import { setTimeout as delay } from 'node:timers/promises';

import type { FaultSwitch } from './fault-switch.ts';
import { t } from './monitoring.ts';

/** Thrown when the payment provider does not answer properly. */
export class PaymentUnavailableError extends Error {
  constructor() {
    super('the payment provider is not available');
    this.name = 'PaymentUnavailableError';
  }
}

/** Charges an amount; the stand-in for somebody else's service. */
export type Charge = (amountCents: number) => Promise<void>;

/** Mostly 40 to 150 ms, one in fifty takes half a second longer. */
function answerMs(): number {
  const usualMs = 40 + 110 * Math.random() ** 2;
  return Math.random() < 0.02 ? usualMs + 500 : usualMs;
}

/** A payment provider that is as slow as real ones and fails while the switch says so. */
export function createPaymentProvider(faults: FaultSwitch): Charge {
  return async () => {
    const startedMs = performance.now();
    const isFailing = faults.checkout === 'failing';
    await delay(isFailing ? 30 : answerMs());
    const result = isFailing ? 'unavailable' : 'accepted';
    t.metrics.payment_duration_seconds.observe({ result }, (performance.now() - startedMs) / 1000);
    if (isFailing) throw new PaymentUnavailableError();
  };
}
