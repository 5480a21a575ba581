import type { PrometheusClient } from '@prometheus-io/codemirror-promql';
import { labelMatchersToString } from '@prometheus-io/codemirror-promql/dist/esm/parser/matcher.js';
import type { ExploreApi } from '../../../data/api/explore-api.ts';

/** Values that are offered at most; who types on gets a narrower question. */
const MAX_OFFERED = 5000;
const MAX_METRICS = 1000;
/** Names of metrics are asked for again after this time, not at each key. */
const NAMES_MS = 30_000;

type Metadata = Awaited<ReturnType<PrometheusClient['metricMetadata']>>;

interface Known<T> {
  readonly atMs: number;
  readonly value: Promise<T>;
}

/**
 * What the editor completes with: metrics, labels and values of the station. A question that is not there in time
 * is no fault: nothing is offered then.
 */
export function createPromqlClient(api: ExploreApi, nowMs: () => number): PrometheusClient {
  let typing = new AbortController();
  const life = new AbortController();
  const names = keepFor(nowMs, () => listOf(namesOf(api, life.signal)));
  const metadata = keepFor(nowMs, () => orElse(metadataOf(api, life.signal), {}));
  /** Only what was asked last is waited for. */
  const latest = (): AbortSignal => {
    typing.abort();
    typing = new AbortController();
    return AbortSignal.any([typing.signal, life.signal]);
  };
  return {
    metricNames: names,
    metricMetadata: metadata,
    labelNames: (metric) => listOf(api.labelNames({ ...selectorOf(metric), limit: MAX_OFFERED }, latest())),
    labelValues: (label, metric, matchers) =>
      label === '__name__'
        ? names()
        : listOf(
            api.labelValues(
              label,
              { ...selectorOf(labelMatchersToString(metric ?? '', matchers, label)), limit: MAX_OFFERED },
              latest(),
            ),
          ),
    // The editor asks for labels and values one by one.
    series: () => Promise.resolve([]),
    flags: () => Promise.resolve({}),
    destroy: () => life.abort(),
  };
}

async function namesOf(api: ExploreApi, signal: AbortSignal): Promise<readonly string[]> {
  const [seen, { metrics }] = await Promise.all([
    api.labelValues('__name__', { limit: MAX_OFFERED }, signal),
    api.metrics({ search: '', limit: MAX_METRICS }, signal),
  ]);
  const families = new Set(['histogram', 'summary']);
  const declared = metrics.filter(({ type }) => !families.has(type)).map(({ name }) => name);
  return [...new Set([...seen, ...declared])];
}

async function metadataOf(api: ExploreApi, signal: AbortSignal): Promise<Metadata> {
  const { metrics } = await api.metrics({ search: '', limit: MAX_METRICS }, signal);
  return Object.fromEntries(
    metrics.map(({ name, type, unit, help }) => [
      name,
      [{ type, help: unit === '' ? help : `${help} (${unit})` }],
    ]),
  );
}

function selectorOf(selector: string | undefined): { readonly selector?: string } {
  return selector === undefined || selector === '' ? {} : { selector };
}

function keepFor<T>(nowMs: () => number, load: () => Promise<T>): () => Promise<T> {
  let known: Known<T> | undefined;
  return () => {
    if (known === undefined || nowMs() - known.atMs > NAMES_MS) known = { atMs: nowMs(), value: load() };
    return known.value;
  };
}

async function orElse<T>(answer: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await answer;
  } catch {
    return otherwise;
  }
}

async function listOf(answer: Promise<readonly string[]>): Promise<string[]> {
  return [...(await orElse(answer, []))];
}
