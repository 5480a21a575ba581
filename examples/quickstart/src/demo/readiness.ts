import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 100;

/** Resolves when the URL answers with success; rejects when the signal is aborted. */
export async function answers(url: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    const response = await fetch(url, { signal }).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return;
    await delay(POLL_MS, undefined, { signal });
  }
}
