import type { GuardOptions } from './guard-options.ts';

/** Whether a metric is recorded into nothing. */
export function isDropped(name: string, { dropMetrics = [] }: GuardOptions): boolean {
  return dropMetrics.some((pattern) =>
    typeof pattern === 'string' ? pattern === name : name.search(pattern) >= 0,
  );
}
