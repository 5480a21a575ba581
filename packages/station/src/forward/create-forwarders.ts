import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, LogRecord, Span, TailSampling } from '@telltale/model';
import type { StoreNotice } from '@telltale/storage';
import { openSpool } from '@telltale/storage';
import type { Dispatcher } from 'undici';
import { HttpConnections } from '../access/http-connections.ts';
import type { ForwardResponse } from '../contract.ts';
import type { Destination } from './destinations/destination.ts';
import type { ResolvedForward } from '@telltale/definition';
import type { Forwarder } from './forwarder.ts';
import { SpoolForwarder } from './forwarder.ts';
import type { ForwardedStore, MetricsForwarders } from './metrics/open-metrics-forwarders.ts';
import { SampledForwarder } from './sampled-forwarder.ts';

/** In the data folder. */
const SPOOL_FOLDER = 'forward';
/** To one receiver. */
const CONNECTIONS = 4;

/** All ways out of a station. */
export interface Forwarders {
  readonly logs: readonly Forwarder<LogRecord>[];
  readonly traces: readonly Forwarder<Span>[];
  figures(): ForwardResponse['forwarders'];
  start(): void;
  stop(): Promise<void>;
}

export interface ForwardersOptions {
  readonly settings: ResolvedForward;
  /** The station's; each way has a folder in it. */
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly random?: () => number;
  readonly log: (line: string) => void;
  readonly onNotice?: (notice: StoreNotice) => void;
  /** Which traces are forwarded, decided after their end. Default: all. */
  readonly sampling?: TailSampling;
  /** A trace counts as ended when no span of it has come for so long. Default: 10,000 ms. */
  readonly decisionDelayMs?: number;
  /** Where the metrics are that are forwarded; without it none are. */
  readonly metrics?: ForwardedStore;
}

/**
 * Opens the ways to all destinations, with what earlier processes could not send.
 *
 * @throws TelltaleError TT_DATA_FOLDER
 */
export async function createForwarders(options: ForwardersOptions): Promise<Forwarders> {
  const { settings, dataFolder, log } = options;
  const connections = new HttpConnections({ connectionsPerOrigin: CONNECTIONS });
  const dispatcher = await connections.dispatcherFor({});
  const folder = join(dataFolder, SPOOL_FOLDER);
  const open = <Item>(signal: string, destinations: readonly Destination<Item>[]) =>
    Promise.all(distinct(destinations).map((one) => openForwarder(one, join(folder, signal), options)));
  const logs = await open('logs', await logDestinations(settings, dispatcher));
  const traces = (await open('traces', await traceDestinations(settings, dispatcher))).map((opened) => ({
    ...opened,
    forwarder: sampled(opened.forwarder, options),
  }));
  const metrics = await openMetrics(options);
  await tellLeftOvers(folder, [...logs, ...traces], log);
  const all = [...logs, ...traces].map(({ forwarder }) => forwarder);
  return {
    logs: logs.map(({ forwarder }) => forwarder),
    traces: traces.map(({ forwarder }) => forwarder),
    figures: () => [
      ...(metrics?.figures() ?? []).map((figures) => ({ ...figures, signal: 'metrics' as const })),
      ...logs.map(({ forwarder }) => ({ ...forwarder.figures(), signal: 'logs' as const })),
      ...traces.map(({ forwarder }) => ({ ...forwarder.figures(), signal: 'traces' as const })),
    ],
    start: () => {
      for (const forwarder of all) forwarder.start();
      metrics?.start();
    },
    stop: async () => {
      await Promise.all([metrics?.stop(), ...all.map((forwarder) => forwarder.stop())]);
      await connections.close();
    },
  };
}

/** What speaks to a destination is loaded where there is one. */
async function openMetrics(options: ForwardersOptions): Promise<MetricsForwarders | undefined> {
  const { settings, metrics: store, clock, random = Math.random, log } = options;
  const { metrics: destinations = [], spoolBytes } = settings;
  if (!store || destinations.length === 0) return undefined;
  const { openMetricsForwarders } = await import('./metrics/open-metrics-forwarders.ts');
  return openMetricsForwarders({
    destinations,
    store,
    clock,
    random,
    log,
    ...(spoolBytes !== undefined && { maxBytes: spoolBytes }),
  });
}

async function logDestinations(
  { logs = [] }: ResolvedForward,
  dispatcher: Dispatcher,
): Promise<readonly Destination<LogRecord>[]> {
  return Promise.all(
    logs.map(async (one) => {
      if (one.kind === 'otlp') {
        const { otlpLogs } = await import('./destinations/otlp-destination.ts');
        return otlpLogs(one, dispatcher);
      }
      const { elasticsearchLogs } = await import('./destinations/elasticsearch-destination.ts');
      return elasticsearchLogs(one, dispatcher);
    }),
  );
}

async function traceDestinations(
  { traces = [] }: ResolvedForward,
  dispatcher: Dispatcher,
): Promise<readonly Destination<Span>[]> {
  if (traces.length === 0) return [];
  const { otlpTraces } = await import('./destinations/otlp-destination.ts');
  return traces.map((one) => otlpTraces(one, dispatcher));
}

/** What is named twice is sent once: its spool has one owner. */
function distinct<Item>(destinations: readonly Destination<Item>[]): Destination<Item>[] {
  return [...new Map(destinations.map((one) => [one.key, one])).values()];
}

/** Traces that are not kept here are not kept elsewhere. */
function sampled(forwarder: Forwarder<Span>, options: ForwardersOptions): Forwarder<Span> {
  const { sampling, decisionDelayMs, clock } = options;
  if ((sampling?.ratio ?? 1) >= 1 || !sampling) return forwarder;
  return new SampledForwarder({
    forwarder,
    sampling,
    clock,
    ...(decisionDelayMs !== undefined && { decisionDelayMs }),
  });
}

interface OpenedForwarder<Item> {
  readonly forwarder: Forwarder<Item>;
  readonly folder: string;
}

async function openForwarder<Item>(
  destination: Destination<Item>,
  parent: string,
  { settings, clock, random = Math.random, log, onNotice }: ForwardersOptions,
): Promise<OpenedForwarder<Item>> {
  const folder = join(parent, destination.key);
  const spool = await openSpool({
    folder,
    now: () => clock.now(),
    onDropped: (items) => forwarder.onDropped(items),
    ...(onNotice && { onNotice }),
    ...(settings.spoolBytes !== undefined && { maxBytes: settings.spoolBytes }),
  });
  const forwarder = new SpoolForwarder({ destination, spool, clock, random, log });
  return { forwarder, folder };
}

/** What waits for a destination that is not in the settings any more stays, since it may come back. */
async function tellLeftOvers(
  folder: string,
  opened: readonly { readonly folder: string }[],
  log: (line: string) => void,
): Promise<void> {
  const known = new Set(opened.map((one) => one.folder));
  for (const signal of ['logs', 'traces']) {
    for (const name of await readdir(join(folder, signal)).catch(() => [])) {
      const path = join(folder, signal, name);
      if (known.has(path)) continue;
      log(
        `${path} has what could not be sent to a destination that is not configured any more; delete it to forget that`,
      );
    }
  }
}
