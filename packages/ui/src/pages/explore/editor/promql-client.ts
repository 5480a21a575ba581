import type { FunctionView } from '@telltale/station/contract';
import type { ExploreApi } from '../../../data/api/explore-api.ts';

/** Names and values that are asked for at most. */
const MAX_OFFERED = 5000;
const MAX_METRICS = 1000;
/** What is known is asked for again after this time, not at each key. */
const KNOWN_MS = 30_000;

/** A metric by the name that its series have. */
export interface MetricName {
  readonly name: string;
  /** Empty where it is not known. */
  readonly type: string;
  readonly help: string;
}

/** What the editor completes with and explains. Where the station does not answer there is nothing of it. */
export interface PromqlClient {
  readonly metrics: () => Promise<readonly MetricName[]>;
  readonly functions: () => Promise<readonly FunctionView[]>;
  /** Names of labels, of the series of a selector unless that is empty. */
  readonly labelNames: (selector: string) => Promise<readonly string[]>;
  readonly labelValues: (label: string, selector: string) => Promise<readonly string[]>;
  /** Waits for nothing any more. */
  readonly destroy: () => void;
}

/** Asks the station. What it answered is kept for a while; of questions about labels only the newest is waited for. */
export function createPromqlClient(api: ExploreApi, nowMs: () => number): PromqlClient {
  let typing = new AbortController();
  const life = new AbortController();
  const recall = createMemory(nowMs);
  const latest = (): AbortSignal => {
    typing.abort();
    typing = new AbortController();
    return AbortSignal.any([typing.signal, life.signal]);
  };
  return {
    metrics: () => recall('metrics', () => metricsOf(api, life.signal)),
    functions: () => recall('functions', async () => (await api.functions(life.signal)).functions),
    labelNames: (selector) =>
      recall(`names ${selector}`, () => api.labelNames({ ...about(selector), limit: MAX_OFFERED }, latest())),
    labelValues: (label, selector) =>
      recall(`values ${label} ${selector}`, () =>
        api.labelValues(label, { ...about(selector), limit: MAX_OFFERED }, latest()),
      ),
    destroy: () => life.abort(),
  };
}

/** What was seen, and what is declared though nothing of it was seen yet. */
async function metricsOf(api: ExploreApi, signal: AbortSignal): Promise<readonly MetricName[]> {
  const [seen, { metrics }] = await Promise.all([
    api.labelValues('__name__', { limit: MAX_OFFERED }, signal),
    api.metrics({ search: '', limit: MAX_METRICS }, signal),
  ]);
  const known = new Map(metrics.map((metric) => [metric.name, metric]));
  // A histogram is seen by the names of its series alone.
  const families = new Set(['histogram', 'summary']);
  const declared = metrics.filter(({ type }) => !families.has(type)).map(({ name }) => name);
  return [...new Set([...seen, ...declared])].map((name) => {
    const metric = known.get(name) ?? known.get(name.replace(/_(?:bucket|count|sum)$/, ''));
    if (metric === undefined) return { name, type: '', help: '' };
    const { type, unit, help } = metric;
    return { name, type, help: unit === '' ? help : `${help} (${unit})` };
  });
}

function about(selector: string): { readonly selector?: string } {
  return selector === '' ? {} : { selector };
}

/** Keeps answers for a while; one that did not come is nothing, and is asked for again. */
function createMemory(
  nowMs: () => number,
): <T>(key: string, load: () => Promise<readonly T[]>) => Promise<readonly T[]> {
  const known = new Map<string, { readonly atMs: number; readonly value: Promise<readonly unknown[]> }>();
  return async <T>(key: string, load: () => Promise<readonly T[]>): Promise<readonly T[]> => {
    for (const [old, { atMs }] of known) if (nowMs() - atMs > KNOWN_MS) known.delete(old);
    const value = (known.get(key)?.value as Promise<readonly T[]> | undefined) ?? load();
    known.set(key, { atMs: known.get(key)?.atMs ?? nowMs(), value });
    try {
      return await value;
    } catch {
      if (known.get(key)?.value === value) known.delete(key);
      return [];
    }
  };
}
