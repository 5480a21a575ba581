/** A program whose versions `telltale check --target-versions` knows. */
export type VersionedProgram = 'prometheus' | 'alertmanager' | 'grafana';

/** A file of a stack by what it configures. */
export type ChangedFile =
  | 'rules'
  | 'prometheus-config'
  | 'alertmanager-config'
  | 'grafana-dashboard'
  | 'grafana-datasources';

/** A way of writing that no single word shows; the check has code for each. */
export type ChangedTrait =
  /** `.` in a regular expression of a matcher. */
  | 'dot-in-regexp'
  /** `le` or `quantile` compared with a whole number. */
  | 'whole-bucket'
  /** A subquery whose range is a multiple of its step. */
  | 'aligned-subquery'
  /** A target without a port. */
  | 'target-without-port'
  /** A handler that sends metrics without their content type. */
  | 'untyped-metrics'
  /** A matcher whose value has reserved characters and no quotes. */
  | 'unquoted-matcher';

/** Where a change shows. */
export type ChangePlace =
  /** A function or an aggregation, by name. */
  | { readonly in: 'query'; readonly function: string }
  /** A metric of the program itself; with a label, only where that is compared with the value. */
  | {
      readonly in: 'query';
      readonly metric: string;
      readonly label?: string;
      readonly value?: string;
    }
  | { readonly in: 'trait'; readonly trait: ChangedTrait }
  /** A key of a file: `*` in its path stands for each item. With `value`, only where it begins so. */
  | {
      readonly in: ChangedFile;
      readonly key: string;
      readonly value?: string;
      /** Shows where the key is not written. */
      readonly isMissing?: true;
    }
  | { readonly in: 'panel'; readonly type: string }
  /** A flag of the command line; with `value`, one of the values it lists. */
  | { readonly in: 'command'; readonly flag: string; readonly value?: string }
  /** A variable of the environment that switches something on. */
  | { readonly in: 'environment'; readonly variable: string };

/** One thing that one version of a program took on, dropped or reads otherwise. */
export interface VersionChange {
  readonly place: ChangePlace;
  /** First version that takes it. */
  readonly since?: string;
  /** First version that refuses it. */
  readonly until?: string;
  /** First version that accepts it and does nothing with it. */
  readonly ignoredSince?: string;
  /** First version that reads it otherwise, or does something else for want of it. */
  readonly changedIn?: string;
  /** What is so from `changedIn` on; stands behind `since Prometheus 3.0:`. */
  readonly now?: string;
  /** What to do, for people; where it is not said: leave it out until the version is there. */
  readonly instead?: string;
  /** How grave it is where the kind of the change does not say. */
  readonly severity?: 'error' | 'warning' | 'info';
  /** A query, or the text of a file, that the change shows in. */
  readonly example?: string;
  /** Where the program says so. */
  readonly source: string;
}
