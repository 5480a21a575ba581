import { setTimeout as delay } from 'node:timers/promises';

const ASK_EVERY_MS = 100;

/** Resolves when a URL answers with success; rejects when the signal is aborted. */
export async function untilOk(url: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    const response = await fetch(url, { signal }).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return;
    await delay(ASK_EVERY_MS, undefined, { signal });
  }
}
