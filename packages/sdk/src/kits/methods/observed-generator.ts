import { runWatched } from '../../outcome/outcome.ts';
import type { ObservedCall } from './call-recorder.ts';

type Step = (...args: readonly unknown[]) => unknown;

/** Records what a generator does from its first step to its end. It stays the same object. */
export function watchGenerator(generator: unknown, begin: () => ObservedCall): unknown {
  if (typeof generator !== 'object' || generator === null) return generator;
  let begun: ObservedCall | undefined;
  for (const name of ['next', 'return', 'throw']) {
    const step: unknown = Reflect.get(generator, name);
    if (typeof step !== 'function') continue;
    const watched: Step = (...args) => {
      // Ending a generator that never began runs nothing of it.
      if (!begun && name !== 'next') return Reflect.apply(step, generator, args);
      begun ??= begin();
      const call = begun;
      return call.run(() =>
        runWatched(
          () => Reflect.apply(step, generator, args),
          (outcome) => {
            if (outcome.status === 'failure' || isDone(outcome.value)) call.end(outcome);
          },
        ),
      );
    };
    Reflect.defineProperty(generator, name, { value: watched, configurable: true, writable: true });
  }
  return generator;
}

function isDone(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'done' in result && result.done === true;
}
