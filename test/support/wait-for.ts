import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again until the answer is neither `undefined` nor `false`; fails with `what` and the last
 * error after `timeoutMs`.
 */
export async function waitFor<Result>(
  what: string,
  ask: () => Promise<Result | undefined | false> | Result | undefined | false,
  timeoutMs = 20_000,
): Promise<Result> {
  const endMs = Date.now() + timeoutMs;
  let lastError: unknown;
  for (;;) {
    try {
      const result = await ask();
      if (result !== undefined && result !== false) return result;
    } catch (error) {
      lastError = error;
    }
    if (Date.now() > endMs) {
      throw new Error(`waited ${timeoutMs} ms in vain for: ${what}`, { cause: lastError });
    }
    await sleep(100);
  }
}
