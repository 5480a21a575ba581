import type { MethodRecorder } from './method-recorder.ts';

/*
 * What records calls where a class or function does not say: the service that was instrumented last. All copies of
 * the SDK in a process share it.
 */
const CURRENT = Symbol.for('telltale.methods');

const holder = globalThis as { [CURRENT]?: MethodRecorder | undefined };

/** Makes a service the one that records; the result takes that back, unless another one has come since. */
export function useMethods(recorder: MethodRecorder): () => void {
  holder[CURRENT] = recorder;
  return () => {
    if (holder[CURRENT] === recorder) holder[CURRENT] = undefined;
  };
}

/** The service that records; nothing where none is instrumented. */
export function currentMethods(): MethodRecorder | undefined {
  return holder[CURRENT];
}
