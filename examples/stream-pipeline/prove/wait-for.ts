import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE_MS = 30_000;

/** Asks again until the answer is yes. What `ask` throws at the end says why it never was. */
export async function waitFor(
  what: string,
  ask: () => Promise<boolean> | boolean,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const endMs = Date.now() + patienceMs;
  for (;;) {
    let cause: unknown;
    try {
      if (await ask()) return;
    } catch (error) {
      cause = error;
    }
    const last = cause instanceof Error ? `: ${cause.message}` : '';
    if (Date.now() > endMs) throw new Error(`waited in vain for ${what}${last}`, { cause });
    await delay(50);
  }
}
