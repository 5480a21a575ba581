import type { Outcome } from '../../outcome/outcome.ts';
import { runWatched } from '../../outcome/outcome.ts';

type Step = (...args: readonly unknown[]) => unknown;

/** Records what a generator does from its first step to its end. It stays the same object. */
export function watchGenerator(generator: unknown, begin: () => (outcome: Outcome) => void): unknown {
  if (typeof generator !== 'object' || generator === null) return generator;
  let end: ((outcome: Outcome) => void) | undefined;
  for (const name of ['next', 'return', 'throw']) {
    const step: unknown = Reflect.get(generator, name);
    if (typeof step !== 'function') continue;
    const watched: Step = (...args) => {
      // Ending a generator that never began runs nothing of it.
      if (!end && name !== 'next') return Reflect.apply(step, generator, args);
      end ??= begin();
      const finish = end;
      return runWatched(
        () => Reflect.apply(step, generator, args),
        (outcome) => {
          if (outcome.status === 'failure' || isDone(outcome.value)) finish(outcome);
        },
      );
    };
    Reflect.defineProperty(generator, name, { value: watched, configurable: true, writable: true });
  }
  return generator;
}

function isDone(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'done' in result && result.done === true;
}
