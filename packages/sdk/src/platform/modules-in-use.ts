import type { Cluster } from 'node:cluster';

/*
 * Modules of Node where something in this process or thread has loaded them already: a program that is alone
 * does not pay for what it does not use.
 */

/** `node:cluster`, if it is in use. */
export function clusterInUse(): Cluster | undefined {
  // Typed as the namespace of an import, it is the module itself.
  return isLoaded('cluster') ? (process.getBuiltinModule('node:cluster') as unknown as Cluster) : undefined;
}

/** `node:worker_threads`, if it is in use. */
export function threadsInUse(): typeof import('node:worker_threads') | undefined {
  const isInUse = isLoaded('worker_threads') || isLoaded(THREAD_ONLY);
  return isInUse ? process.getBuiltinModule('node:worker_threads') : undefined;
}

/** What a thread has loaded before any module of its program. */
const THREAD_ONLY = 'internal/process/worker_thread_only';

function isLoaded(name: string): boolean {
  const loaded: unknown = Reflect.get(process, 'moduleLoadList');
  // The list is no promise of Node: without it, modules are loaded to find out.
  return !Array.isArray(loaded) || loaded.includes(`NativeModule ${name}`);
}

/** Whether this is the main thread of the process. */
export function isMainThread(): boolean {
  return threadsInUse()?.isMainThread !== false;
}
