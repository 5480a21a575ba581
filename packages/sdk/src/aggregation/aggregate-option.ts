/**
 * Where the processes or threads are whose metrics become one: workers of `node:cluster`, threads, or whoever
 * shares a folder. `auto` finds out by itself and does nothing in a process that is alone; `off` never does.
 */
export type AggregateOption = 'auto' | 'off' | 'cluster' | 'threads' | { readonly folder: string };

/** What an {@link AggregateOption} comes to. */
export interface AggregatePlan {
  readonly cluster: boolean;
  readonly threads: boolean;
  readonly folder: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The plan of an option. */
export function planOf(option: AggregateOption, environment: Environment): AggregatePlan {
  if (typeof option === 'object') return { cluster: false, threads: false, folder: option.folder };
  // The second name is the older one of the Python client.
  const folder = environment.PROMETHEUS_MULTIPROC_DIR || environment.prometheus_multiproc_dir || undefined;
  const isAuto = option === 'auto';
  return {
    cluster: option === 'cluster' || (isAuto && folder === undefined),
    threads: option === 'threads' || (isAuto && folder === undefined),
    folder: isAuto ? folder : undefined,
  };
}
