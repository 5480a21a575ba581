import type { Clock } from '@telltale/model';

/** What `work` resolves with, or `otherwise` where that takes longer; then its end goes unheard. */
export async function valueWithin<Value>(
  work: Promise<Value>,
  clock: Clock,
  timeoutMs: number,
  otherwise: Value,
): Promise<Value> {
  const late = Promise.withResolvers<Value>();
  const cancel = clock.after(timeoutMs, () => late.resolve(otherwise));
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    cancel();
  }
}
