import { runWatched } from '../../outcome/outcome.ts';
import type { CallSeries } from './call-recorder.ts';
import { watchGenerator } from './observed-generator.ts';

/** A function of any kind. */
export type AnyFunction = (this: never, ...args: never[]) => unknown;

const ORIGINALS = new WeakMap<object, AnyFunction>();

/**
 * A function that does what the given one does and records its calls: with the same `this`, arguments,
 * result, errors, name and properties. One that was observed already is observed under the new name only.
 */
export function observedFunction(fn: AnyFunction, seriesOf: (self: unknown) => CallSeries): AnyFunction {
  const original = ORIGINALS.get(fn) ?? fn;
  const isGenerator = /Generator/.test(Object.prototype.toString.call(original));
  function observed(this: unknown, ...args: readonly unknown[]): unknown {
    if (new.target) return Reflect.construct(original, args, new.target === observed ? original : new.target);
    const series = seriesOf(this);
    if (isGenerator) {
      // Nothing runs before the first value is asked for.
      return watchGenerator(Reflect.apply(original, this, args), () => series.begin());
    }
    const call = series.begin();
    return call.run(() =>
      runWatched(
        () => Reflect.apply(original, this, args),
        (outcome) => call.end(outcome),
      ),
    );
  }
  Object.defineProperties(observed, Object.getOwnPropertyDescriptors(original));
  ORIGINALS.set(observed, original);
  return observed;
}
