import type { ResolvedMetricsForward } from '@telltale/definition';
import type { Clock, StateStore } from '@telltale/model';
import { comparePositions } from '@telltale/storage';
import type { MetadataStore, SampleLog } from '@telltale/storage';
import { HttpConnections } from '../../access/http-connections.ts';
import type { MetricsForwarderFigures } from '../../contract.ts';
import { destinationKey } from '../destinations/destination-key.ts';
import { shownUrl } from '../destinations/headers.ts';
import { BatchSender } from './batch-sender.ts';
import { CompanionSender } from './companion-sender.ts';
import { ForwardFigures } from './forward-figures.ts';
import { progressStore } from './forward-progress.ts';
import { MetricsForwarder } from './metrics-forwarder.ts';
import { OutgoingLabelSets } from './outgoing-labels.ts';
import { createRemoteWriteReceiver } from './remote-write-receiver.ts';

const DEFAULT_MAX_BYTES = 1024 ** 3;

/** What the metrics of a station are forwarded from. */
export interface ForwardedStore {
  readonly log: SampleLog;
  readonly state: StateStore;
  readonly metadata: Pick<MetadataStore, 'get'>;
}

export interface MetricsForwardersOptions {
  readonly destinations: readonly ResolvedMetricsForward[];
  readonly store: ForwardedStore;
  /** The most of the log that waits for each of them. Default: 1 GiB. */
  readonly maxBytes?: number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: (line: string) => void;
  /** Of a request. Default: 30,000 ms. */
  readonly timeoutMs?: number;
}

/** All destinations of metrics. */
export interface MetricsForwarders {
  figures(): readonly MetricsForwarderFigures[];
  start(): void;
  stop(): Promise<void>;
}

/** Opens the ways to all destinations of metrics; each goes on where the process before ended. */
export async function openMetricsForwarders(options: MetricsForwardersOptions): Promise<MetricsForwarders> {
  const { destinations, store } = options;
  const connectionsPerOrigin = Math.max(...destinations.map(({ maxShards }) => maxShards));
  const connections = new HttpConnections({ connectionsPerOrigin });
  const opened: Opened[] = [];
  const keepUnsent = () => {
    const [slowest] = opened.map(({ forwarder }) => forwarder.position).sort(comparePositions);
    if (slowest && opened.length === destinations.length) store.log.keepFrom(slowest);
  };
  for (const settings of destinations) {
    const one = createForwarder(settings, options, connections, keepUnsent);
    await one.forwarder.open();
    opened.push(one);
  }
  keepUnsent();
  return {
    figures: () => opened.map(({ figures }) => figures.current()),
    start: () => {
      for (const { forwarder } of opened) forwarder.start();
    },
    stop: async () => {
      await Promise.all(opened.map(({ forwarder }) => forwarder.stop()));
      await connections.close();
    },
  };
}

interface Opened {
  readonly forwarder: MetricsForwarder;
  readonly figures: ForwardFigures;
}

function createForwarder(
  settings: ResolvedMetricsForward,
  options: MetricsForwardersOptions,
  connections: HttpConnections,
  onMoved: () => void,
): Opened {
  const { store, clock, random, log, timeoutMs, maxBytes = DEFAULT_MAX_BYTES } = options;
  const { externalLabels, writeRelabel, maxSamplesPerSend, maxShards, maxWaitMs } = settings;
  const url = shownUrl(settings.url);
  const destination = settings.name ?? `remote write ${url}`;
  const figures = new ForwardFigures({ destination, url, maxShards, clock, log });
  const receiver = createRemoteWriteReceiver({
    settings,
    connections,
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
  const labels = new OutgoingLabelSets({
    labelsOf: (id) => store.log.labelsOf(id),
    externalLabels,
    writeRelabel,
  });
  const forwarder = new MetricsForwarder({
    name: destination,
    queue: { maxSamplesPerSend, maxShards, maxWaitMs, maxBytes },
    samples: store.log,
    labels,
    sender: new BatchSender({ receiver, observer: figures, clock, random }),
    companions: new CompanionSender({
      receiver,
      metadata: store.metadata,
      samples: store.log,
      labels,
      clock,
    }),
    progress: progressStore(
      store.state,
      destinationKey(
        'remote-write',
        ...(settings.name === undefined ? [settings.url] : ['name', settings.name]),
      ),
    ),
    figures,
    clock,
    onMoved,
    log,
  });
  return { forwarder, figures };
}
