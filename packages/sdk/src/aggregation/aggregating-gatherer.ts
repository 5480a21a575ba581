import type { Cluster } from 'node:cluster';
import type { Diagnostics } from '../diagnostics/diagnostics.ts';
import type { MetricView } from '../metrics/view/metric-view.ts';
import type { GatherOptions, Gathered, Gatherer } from '../registry/gatherer.ts';
import type { AggregateOption, AggregatePlan } from './aggregate-option.ts';
import { planOf } from './aggregate-option.ts';
import type { FolderGatherer } from './folder/folder-gatherer.ts';
import type { LocalMetrics } from './local-metrics.ts';
import type { LinkOptions, Linked } from './links/linked.ts';
import type { SumOptions } from './sum/metric-sum.ts';
import { clusterInUse, isMainThread, threadsInUse } from '../platform/modules-in-use.ts';

/** What {@link createAggregatingGatherer} takes. */
export interface AggregationOptions {
  /** Where the other processes or threads are; `auto` by default. */
  readonly aggregate?: AggregateOption;
  /** Registries are added up with those of the same group: the name of the service. Empty by default. */
  readonly group?: string;
  /** Series of one metric of the sum; what is beyond is added up in one more series. 2000 by default. */
  readonly maxSeriesPerMetric?: number;
  /** Where trouble is told. */
  readonly diagnostics: Diagnostics;
}

/** Gathers the metrics of all processes or threads of a service as if they were one. */
export interface AggregatingGatherer extends Gatherer {
  /**
   * In a folder, writes what has changed, at once: it survives whatever happens to the process. Elsewhere
   * there is nothing to write.
   */
  checkpoint(): void;
  /** Sends or writes the last values and lets go of everything. */
  close(): Promise<void>;
}

const DEFAULT_MAX_SERIES = 2000;

/** Adds the metrics of this process up with those of the others that `options.aggregate` names. */
export function createAggregatingGatherer(
  local: LocalMetrics,
  options: AggregationOptions,
): AggregatingGatherer {
  return new Aggregation(local, options);
}

class Aggregation implements AggregatingGatherer {
  readonly #local: LocalMetrics;
  readonly #options: AggregationOptions;
  readonly #plan: AggregatePlan;
  /** Shown to the cluster's primary: the sum over the threads of this process, if it has any. */
  readonly #inner: LocalMetrics;
  readonly #member = `${process.pid}-${Math.random().toString(36).slice(2)}`;
  readonly #onWorker = () => void this.#link();
  #loading: Promise<void> | undefined;
  #folder: FolderGatherer | undefined;
  #threads: Linked | undefined;
  #cluster: Linked | undefined;
  #isClosed = false;

  constructor(local: LocalMetrics, options: AggregationOptions) {
    this.#local = local;
    this.#options = options;
    this.#plan = planOf(options.aggregate ?? 'auto', process.env);
    const threads = () => this.#threads ?? local;
    this.#inner = {
      gather: (wanted) => threads().gather(wanted),
      get metrics(): readonly MetricView[] {
        return threads().metrics;
      },
    };
    if (this.#plan.folder !== undefined) void this.#load(this.#openFolder(this.#plan.folder));
    if (this.#plan.threads) process.on('worker', this.#onWorker);
    this.#clusterInUse()?.on('fork', this.#onWorker);
    if (this.#hasCompany()) void this.#link();
  }

  async gather(options?: GatherOptions): Promise<Gathered> {
    await this.#link();
    return (this.#folder ?? this.#cluster ?? this.#threads ?? this.#local).gather(options);
  }

  checkpoint(): void {
    this.#folder?.checkpoint();
  }

  async close(): Promise<void> {
    await this.#loading;
    this.#isClosed = true;
    process.off('worker', this.#onWorker);
    this.#clusterInUse()?.off('fork', this.#onWorker);
    this.#cluster?.close();
    this.#threads?.close();
    this.#folder?.close();
  }

  #load(loading: Promise<void>): Promise<void> {
    this.#loading = loading.finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  async #openFolder(folder: string): Promise<void> {
    const { FolderGatherer } = await import('./folder/folder-gatherer.ts');
    const { diagnostics } = this.#options;
    this.#folder = new FolderGatherer({
      folder,
      member: this.#member,
      local: this.#local,
      sum: this.#sumOptions(),
      tell: (...trouble) => diagnostics.tell(...trouble),
    });
  }

  /** Whether there are others by now; a cluster that forks and threads that start later are told of. */
  #hasCompany(): boolean {
    if (this.#plan.isNamed) return true;
    return this.#isInCluster() || (this.#plan.threads && !isMainThread());
  }

  /** Any server loads `node:cluster`: there is a cluster only where there are workers. */
  #isInCluster(): boolean {
    const cluster = this.#clusterInUse();
    return cluster !== undefined && (cluster.isWorker || Object.keys(cluster.workers ?? {}).length > 0);
  }

  /** `node:cluster` where it counts: a thread of a worker talks to the main thread, and only that to the primary. */
  #clusterInUse(): Cluster | undefined {
    if (!this.#plan.cluster || !isMainThread()) return undefined;
    return clusterInUse();
  }

  /** Links with the others; at each scrape again, as a cluster and threads may have come into use. */
  async #link(): Promise<void> {
    // Workers that are forked at once call this at once: whoever comes first begins, the others find it done.
    while (this.#loading) await this.#loading;
    const { cluster, threads, isNamed } = this.#plan;
    const wantsCluster = !this.#cluster && cluster && (isNamed || this.#isInCluster());
    const wantsThreads = !this.#threads && threads && (isNamed || threadsInUse() !== undefined);
    if (this.#isClosed || (!wantsCluster && !wantsThreads)) return;
    await this.#load(this.#openLinks(wantsCluster, wantsThreads));
  }

  async #openLinks(wantsCluster: boolean, wantsThreads: boolean): Promise<void> {
    const [threads, cluster] = await Promise.all([
      wantsThreads ? import('./links/link-threads.ts') : undefined,
      wantsCluster ? import('./links/link-cluster.ts') : undefined,
    ]);
    if (this.#isClosed) return;
    if (threads) this.#threads = threads.linkThreads(this.#linkOptions(this.#local));
    if (cluster) this.#cluster = cluster.linkCluster(this.#linkOptions(this.#inner));
  }

  #linkOptions(local: LocalMetrics): LinkOptions {
    const { group = '', diagnostics } = this.#options;
    return {
      local,
      group,
      member: this.#member,
      includesPrimary: this.#plan.includesPrimary,
      sum: this.#sumOptions(),
      tell: (...trouble) => diagnostics.tell(...trouble),
      answer: (wanted) => this.gather(wanted),
    };
  }

  #sumOptions(): SumOptions {
    const { maxSeriesPerMetric = DEFAULT_MAX_SERIES, diagnostics } = this.#options;
    return {
      maxSeries: maxSeriesPerMetric,
      onLimit: (metric) =>
        diagnostics.drop(
          'series_limit',
          metric,
          () => `more than ${maxSeriesPerMetric} series in all processes: new ones are added up in one more`,
        ),
      onMismatch: (metric) =>
        diagnostics.tell(
          'sum_mismatch',
          metric,
          () => 'processes have it with different labels or buckets: those unlike the first are left out',
        ),
    };
  }
}
