import type { Clock } from '@telltale/model';

/** Whether `work` succeeded within `timeoutMs`; later success or failure goes unheard. */
export function settledWithin(work: Promise<unknown>, clock: Clock, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = clock.after(timeoutMs, () => resolve(false));
    const end = (isDone: boolean): void => {
      cancel();
      resolve(isDone);
    };
    work.then(
      () => end(true),
      () => end(false),
    );
  });
}
