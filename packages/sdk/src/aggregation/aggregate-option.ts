/**
 * Where the processes or threads are whose metrics become one: workers of `node:cluster`, threads, or whoever
 * shares a folder. `auto` finds out by itself and does nothing in a process that is alone; `off` never does.
 */
export type AggregateOption =
  | 'auto'
  | 'off'
  | 'cluster'
  | 'threads'
  | ClusterOption
  | { readonly folder: string };

/** The workers of `node:cluster`, with their primary. */
export interface ClusterOption {
  readonly cluster: true;
  /**
   * Whether the metrics of the primary are part of the sum; `false` by default, as in prom-client: its memory
   * and event loop are not those of a worker.
   */
  readonly includePrimary?: boolean;
}

/** What an {@link AggregateOption} comes to. */
export interface AggregatePlan {
  readonly cluster: boolean;
  readonly threads: boolean;
  readonly folder: string | undefined;
  /** Whether that is what the program says; else only what is in use is looked at. */
  readonly isNamed: boolean;
  readonly includesPrimary: boolean;
}

const NOTHING: AggregatePlan = {
  cluster: false,
  threads: false,
  folder: undefined,
  isNamed: true,
  includesPrimary: false,
};

type Environment = Readonly<Record<string, string | undefined>>;

/** The plan of an option. */
export function planOf(option: AggregateOption, environment: Environment): AggregatePlan {
  if (typeof option === 'object') {
    if ('folder' in option) return { ...NOTHING, folder: option.folder };
    return { ...NOTHING, cluster: option.cluster, includesPrimary: option.includePrimary ?? false };
  }
  if (option !== 'auto') return { ...NOTHING, cluster: option === 'cluster', threads: option === 'threads' };
  // The second name is the older one of the Python client.
  const folder = environment.PROMETHEUS_MULTIPROC_DIR || environment.prometheus_multiproc_dir;
  return folder ? { ...NOTHING, folder } : { ...NOTHING, cluster: true, threads: true, isNamed: false };
}
