/*
 * One hook for each library that makes requests, and who makes its spans. All copies of the SDK in a process share
 * this.
 */

/** A library that makes requests. */
export type OutgoingLibrary = 'node:http' | 'undici';

const SHARED = Symbol.for('telltale.outgoing');

interface Shared {
  /** Libraries whose requests are watched by a service that is instrumented: the first one. */
  readonly watched: Set<OutgoingLibrary>;
  /** Libraries whose spans an instrumentation of somebody else makes, by how many of them. */
  readonly elsewhere: Map<OutgoingLibrary, number>;
}

const holder = globalThis as { [SHARED]?: Shared };
const shared = (holder[SHARED] ??= { watched: new Set(), elsewhere: new Map() });

/** Watches a library, unless another service of the process does; the result stops it. */
export function watchOnce(library: OutgoingLibrary, watch: () => () => void): () => void {
  if (shared.watched.has(library)) return () => undefined;
  shared.watched.add(library);
  const stop = watch();
  return () => {
    stop();
    shared.watched.delete(library);
  };
}

/** Leaves the spans of a library to an instrumentation of somebody else; the result takes them back. */
export function leaveSpansOf(library: OutgoingLibrary): () => void {
  const { elsewhere } = shared;
  elsewhere.set(library, (elsewhere.get(library) ?? 0) + 1);
  return () => void elsewhere.set(library, (elsewhere.get(library) ?? 1) - 1);
}

/** Whether somebody else makes the spans of a library. */
export function areSpansElsewhere(library: OutgoingLibrary): boolean {
  return (shared.elsewhere.get(library) ?? 0) > 0;
}
