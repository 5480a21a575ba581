/**
 * Who reads a dashboard file: Grafana from its folder, a person who imports it and chooses the data
 * source, or `POST /api/dashboards/db`.
 */
export type DashboardFlavour = 'provision' | 'import' | 'api';

/** What generators are told besides the definition. */
export interface GenerateOptions {
  /** Versions to write for where they are not the newest: what an older one refuses is left out. */
  readonly target?: {
    /** `MAJOR.MINOR`, such as `2.42`. Default: the pinned version. */
    readonly prometheus?: string;
  };
  /** Environment the definition was resolved for; absent where none was named. */
  readonly env?: string;
  /** Two of everything that can be lost: clustered Alertmanagers, long-term storage. Default false. */
  readonly ha?: boolean;
  /** Who reads the dashboards. Default `provision`: Grafana itself, from a folder. */
  readonly dashboards?: DashboardFlavour;
  /**
   * Where Prometheus runs: in the Compose network (default), so that `localhost` is written as the address of
   * the machine around it, or on the host itself.
   */
  readonly network?: 'compose' | 'host';
  /** Whether servers of the stack are in a network of their own, with no port but Grafana's and the proxy's. */
  readonly private?: boolean;
  /** Who may ask Prometheus, and with which certificate. Default: everybody who reaches it. */
  readonly web?: WebOptions;
}

/** Access to Prometheus' own port. */
export interface WebOptions {
  /** bcrypt hash by user. */
  readonly users?: Readonly<Record<string, string>>;
  readonly tls?: { readonly certFile: string; readonly keyFile: string };
}
