import { setTimeout as delay } from 'node:timers/promises';

/** A slow machine that does ten things at once may need this long for one. */
const PATIENCE_MS = 60_000;
const ASK_EVERY_MS = 50;

/**
 * Asks again until the answer is yes, for a minute by default. Throws where it never is; what `ask` threw last says
 * why.
 */
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
    await delay(ASK_EVERY_MS);
  }
}
