import type {
  OperationSelection,
  OperationStats,
  ServiceEdge,
  Span,
  TimeRange,
  Trace,
  TraceSearch,
  TraceStore,
  TraceStoreStats,
  TraceSummary,
} from '@telltale/model';
import type { LocalTraceStore, RetentionLimits } from '@telltale/storage';

/**
 * A store of traces that is opened by its first use, or by `open`. What it has of threads and of spans to bring back
 * is then not waited for by whoever wants to see that a station answers.
 */
export class TracesOnDemand implements TraceStore {
  readonly #openStore: () => Promise<LocalTraceStore>;
  #opening: Promise<LocalTraceStore> | undefined;

  constructor(openStore: () => Promise<LocalTraceStore>) {
    this.#openStore = openStore;
  }

  /** Opens the store, unless it is open; rejects with what keeps it from being opened, as all methods do. */
  open(): Promise<LocalTraceStore> {
    this.#opening ??= this.#openStore();
    return this.#opening;
  }

  async append(spans: readonly Span[]): Promise<void> {
    await (await this.open()).append(spans);
  }

  async get(traceId: string, signal?: AbortSignal): Promise<Trace | undefined> {
    return (await this.open()).get(traceId, signal);
  }

  async search(search: TraceSearch, signal?: AbortSignal): Promise<TraceSummary[]> {
    return (await this.open()).search(search, signal);
  }

  async services(range: TimeRange, signal?: AbortSignal): ReturnType<TraceStore['services']> {
    return (await this.open()).services(range, signal);
  }

  async edges(range: TimeRange, signal?: AbortSignal): Promise<ServiceEdge[]> {
    return (await this.open()).edges(range, signal);
  }

  async operations(selection: OperationSelection, signal?: AbortSignal): Promise<OperationStats[]> {
    return (await this.open()).operations(selection, signal);
  }

  async stats(): Promise<TraceStoreStats> {
    return (await this.open()).stats();
  }

  /** Copies the store to an empty folder while it goes on. */
  async copyTo(folder: string): Promise<void> {
    await (await this.open()).copyTo(folder);
  }

  /** Changes how much is kept. A store that cannot be opened says so to whoever uses it. */
  async setRetention(limits: RetentionLimits): Promise<void> {
    (await this.open().catch(() => undefined))?.setRetention(limits);
  }

  /** Of a store that was never opened there is nothing to close. */
  async close(): Promise<void> {
    const opened = await this.#opening?.catch(() => undefined);
    await opened?.close();
  }
}
