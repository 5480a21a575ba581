import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NotificationRecord, ReceiverTest, RuleGroupStatus } from '@telltale/alerting';
import { instrument } from '@telltale/sdk';
import type { FastifyPlugin, Registry } from '@telltale/sdk';
import type { DiscoveryResponse, PageLoad, TargetHealth } from '../contract.ts';
import type { IntakeSource, RefusalReason, Signal, SignalObserver } from '../intake/intake-observer.ts';
import type { QueryObservation } from '../query/instrumented-query-service.ts';
import { remoteSelfDefinition, selfDefinition } from './definition.ts';
import {
  collectAlertmanager,
  countNotification,
  countReceived,
  showReceiverTests,
} from './alertmanager-metrics.ts';
import type { AlertmanagerMetricsSource } from './alertmanager-metrics.ts';
import { countAudit } from './audit-metrics.ts';
import type { CapacityMeter } from '../capacity/capacity-meter.ts';
import { collectCapacity } from './capacity-metrics.ts';
import type { Forwarders } from '../forward/create-forwarders.ts';
import type { MemoryWatch, Shed } from '../memory/memory-watch.ts';
import { collectMemory } from './memory-metrics.ts';
import { collectConfiguration } from './configuration-metrics.ts';
import { collectDiscovery } from './discovery-metrics.ts';
import { collectForward } from './forward-metrics.ts';
import type { SignalFigures } from './intake-metrics.ts';
import { collectSignals, signalObserver } from './intake-metrics.ts';
import { recordPageLoad } from './page-metrics.ts';
import { collectPrometheus } from './prometheus-metrics.ts';
import type { PrometheusFigures } from './prometheus-metrics.ts';
import { collectQueries, recordQuery } from './query-metrics.ts';
import type { RemoteFigures, RemoteOutcome } from '../query/remote/server/remote-health.ts';
import { collectRemote, recordRemote } from './remote-metrics.ts';
import { collectRemoteStorage } from './remote-storage-metrics.ts';
import { collectRules } from './rule-metrics.ts';
import type { ScrapeResult } from './scrape-metrics.ts';
import { collectScrapes, recordScrape } from './scrape-metrics.ts';
import type { StoreFigures } from './store-metrics.ts';
import { collectStore } from './store-metrics.ts';
import type { Validity } from '../tls/server-certificate.ts';
import { collectTls } from './tls-metrics.ts';
import type { TlsRefusalReason } from '../tls/station-tls.ts';

/** What is read at each gathering of the metrics. */
export interface StationFigures {
  readonly store: StoreFigures;
  readonly queryLoad: () => { readonly running: number; readonly waiting: number };
  /** The server that is read from, in remote mode. */
  readonly remote?: (() => RemoteFigures) | undefined;
  readonly ruleGroups: () => readonly RuleGroupStatus[];
  readonly targets: () => readonly { readonly health: TargetHealth }[];
  readonly discovery: () => DiscoveryResponse;
  readonly reload: PrometheusFigures['reload'];
  /** In hexadecimal digits. */
  readonly configurationHash: () => string;
  readonly alertmanagers: PrometheusFigures['alertmanagers'];
  readonly signals: SignalFigures;
  readonly forwarders: Forwarders['figures'];
  readonly capacity: Pick<CapacityMeter, 'use'>;
  readonly notifier: Omit<AlertmanagerMetricsSource, 'reload'>;
  readonly memory: MemoryWatch;
  /** From when to when the station's certificate counts, where it has one. */
  readonly certificate: () => Validity | undefined;
}

/** The station's own figures. */
export interface StationTelemetry {
  onQuery(observation: QueryObservation): void;
  /** A question to the server that is read from has ended. */
  onRemote(outcome: RemoteOutcome, durationMs: number): void;
  /** A browser says how long a page took. */
  onPageLoad(load: PageLoad): void;
  onScrape(outcome: ScrapeResult): void;
  onNotification(record: NotificationRecord): void;
  /** Receivers were sent test messages. */
  onReceiverTests(tests: readonly ReceiverTest[]): void;
  /** Alerts were posted to the API. */
  onReceived(received: Parameters<typeof countReceived>[1]): void;
  /** Counts what becomes of log records, of spans, or of pushed samples. */
  intake(signal: Signal): SignalObserver;
  /** Nothing was taken of a request with logs, traces or metrics. */
  onRefusedRequest(source: IntakeSource, reason: RefusalReason): void;
  /** What became of a record of the audit log. */
  onAudit(outcome: 'written' | 'lost'): void;
  /** Somebody was not answered over TLS. */
  /** Something was let go of or refused for want of memory. */
  onShed(what: Shed): void;
  onTlsRefused(reason: TlsRefusalReason): void;
  /** Changed files of the certificate cannot be used. */
  onUnusableCertificate(): void;
  /** Tells where the figures of the running station are read; called once. */
  collect(figures: StationFigures): void;
  /** Where the station's metrics are. */
  readonly registry: Registry;
  /** Records the requests of a server. */
  readonly httpPlugin: FastifyPlugin;
  /** Answers a request with the metrics page. */
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void;
  shutdown(): Promise<void>;
}

/** Answered as long as the page is open: no duration that says anything. */
const UNRECORDED_PATHS = ['/api/telltale/events', '/api/telltale/logs/tail'];
const OPTIONS = { http: { ignore: UNRECORDED_PATHS } };

/** The station's own metrics, on their own registry; in remote mode with those of the server that is read from. */
export function createStationTelemetry(isRemote = false): StationTelemetry {
  const { t, remote } = isRemote ? instrumentRemote() : instrumentLocal();
  const { metrics } = t;
  return {
    onQuery: (observation) => recordQuery(metrics, observation),
    onRemote: (outcome, durationMs) => {
      if (remote) recordRemote(remote, outcome, durationMs);
    },
    onPageLoad: (load) => recordPageLoad(metrics, load),
    onScrape: (outcome) => recordScrape(metrics, outcome),
    onNotification: (record) => {
      metrics.telltale_notifications_total.inc({ outcome: record.outcome });
      countNotification(metrics, record);
    },
    onReceiverTests: (tests) => showReceiverTests(metrics, tests),
    onReceived: (received) => countReceived(metrics, received),
    intake: (signal) => signalObserver(metrics, signal),
    onRefusedRequest: (source, reason) =>
      metrics.telltale_intake_refused_requests_total.inc({ source, reason }),
    onAudit: (outcome) => countAudit(metrics, outcome),
    onShed: (what) => metrics.telltale_memory_shed_total.inc({ what }),
    onTlsRefused: (reason) => metrics.telltale_tls_refused_total.inc({ reason }),
    onUnusableCertificate: () => metrics.telltale_tls_unusable_certificates_total.inc(),
    collect: (figures) => {
      const { store, queryLoad, ruleGroups, targets, reload, alertmanagers, notifier, signals } = figures;
      collectStore(metrics, store);
      collectQueries(metrics, queryLoad);
      if (remote && figures.remote) collectRemote(remote, figures.remote);
      collectRules(metrics, ruleGroups);
      collectScrapes(metrics, targets);
      collectDiscovery(metrics, figures.discovery);
      collectSignals(metrics, signals);
      collectCapacity(metrics, () => figures.capacity.use());
      collectForward(metrics, figures.forwarders);
      collectRemoteStorage(metrics, figures.forwarders);
      collectPrometheus(metrics, { reload, ruleGroups, alertmanagers, store: store.stats });
      collectAlertmanager(metrics, { ...notifier, reload });
      collectConfiguration(metrics, figures.configurationHash);
      collectMemory(metrics, figures.memory);
      collectTls(metrics, figures.certificate);
    },
    registry: t.registry,
    httpPlugin: t.http.fastify,
    answer: t.http.metricsHandler,
    shutdown: () => t.shutdown(),
  };
}

function instrumentLocal() {
  return { t: instrument(selfDefinition, OPTIONS), remote: undefined };
}

function instrumentRemote() {
  const t = instrument(remoteSelfDefinition, OPTIONS);
  return { t, remote: t.metrics };
}
