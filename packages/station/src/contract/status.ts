/** `GET /api/telltale/status` */
export interface StatusResponse {
  readonly version: string;
  readonly startedAtMs: number;
  readonly nowMs: number;
  /** Name of the defined service, or the empty string without a definition. */
  readonly service: string;
  readonly seriesCount: number;
  /** Samples accepted per second over the last minute. */
  readonly samplesPerSecond: number;
  readonly residentBytes: number;
  /** The memory that the process may have, and what it does for want of it. */
  readonly memory: {
    /** The most that may be resident; `null` where only the heap is limited. */
    readonly limitBytes: number | null;
    /** `tight`: caches are let go of; `short`: queries are refused; `critical`: what is pushed, too. */
    readonly level: 'enough' | 'tight' | 'short' | 'critical';
  };
  readonly storageBytes: number;
  readonly evaluationIntervalMs: number;
  /** What the definition says of pages; `null` where it says nothing. */
  readonly ui: {
    /** How often pages ask again. */
    readonly refreshMs: number | null;
    /** The time that pages show at first. */
    readonly rangeMs: number | null;
  };
  /** `null` where the station reads what it stores itself. */
  readonly remote: RemoteView | null;
  /** What one station was measured with, and how much of that is used. */
  readonly envelope: readonly ResourceUse[];
  readonly configuration: ConfigurationState;
}

/** What the station goes by, and how the last attempt to read it anew went. */
export interface ConfigurationState {
  /** SHA-256 of the documents of `GET /api/telltale/configuration`, in hexadecimal digits. */
  readonly hash: string;
  /** File of the definition, as it was found; empty without one. */
  readonly file: string;
  /** Whether the last attempt to read it succeeded. */
  readonly isReloaded: boolean;
  /** When what is in force was read. */
  readonly lastSuccessMs: number;
  readonly lastAttemptMs: number;
  /** Why the last attempt failed, and where; empty when it did not. */
  readonly error: string;
  /** Whether `POST /-/reload` is answered. */
  readonly takesReloads: boolean;
}

/** `GET /api/telltale/configuration`: all that the station goes by, as it was resolved, without its secrets. */
export interface ConfigurationResponse {
  readonly hash: string;
  /**
   * `prometheus.yml`, files of rules and `alertmanager.yml` as those programs read them; `telltale.yml` has the options
   * of the station alone. Those of what another server does in remote mode are not there.
   */
  readonly documents: readonly ConfigurationDocument[];
}

/** A part of the configuration in force. */
export interface ConfigurationDocument {
  /** Name of the file. */
  readonly name: string;
  /** YAML. */
  readonly text: string;
}

/** The server that a station in remote mode reads from; it evaluates the rules, too. */
export interface RemoteView {
  /** Host and port. */
  readonly host: string;
  /** `null` before it was first asked. */
  readonly isUp: boolean | null;
  /** Since when it does not answer; `null` where it does. */
  readonly failingSinceMs: number | null;
  /** Why not; empty where it does. */
  readonly lastError: string;
  /** Whether the station scrapes nevertheless, to send it on. */
  readonly scrapes: boolean;
}

/** `GET /api/telltale/capacity`: what the data folder holds, and how much it may. */
export interface CapacityResponse {
  readonly series: number;
  /** Samples accepted per second over the last minute. */
  readonly samplesPerSecond: number;
  readonly blockSamples: number;
  /** What the blocks, their index and the catalog take: the data folder without the log. */
  readonly blockBytes: number;
  readonly walBytes: number;
  readonly diskBytes: number;
  /** `null` where the system does not say. */
  readonly diskFreeBytes: number | null;
  /** Days of samples that 1 GB keeps at this rate; `null` where none come. */
  readonly daysPerGigabyte: number | null;
  readonly retentionMs: number;
  /** `null` without a limit. */
  readonly retentionBytes: number | null;
  readonly logs: SignalCapacity;
  readonly traces: SignalCapacity;
  /** What one station was measured with, and how much of that is used. */
  readonly envelope: readonly ResourceUse[];
}

/** Use of something that one station has a measured limit of. */
export interface ResourceUse {
  readonly resource:
    | 'series'
    | 'targets'
    | 'samples_per_second'
    | 'log_records_per_second'
    | 'spans_per_second';
  /** Rates are the mean of the last minute. */
  readonly used: number;
  readonly limit: number;
  readonly ratio: number;
  /** Whether it is time to prepare for more: from seven tenths on. */
  readonly isNearlyFull: boolean;
  /** How the limit was measured. */
  readonly measured: string;
}

/** What is kept of logs or traces. */
export interface SignalCapacity {
  /** Log records, or spans. */
  readonly records: number;
  readonly bytes: number;
  /** When the oldest of them is from; `null` where nothing is kept. */
  readonly oldestMs: number | null;
  /** How long they are kept; `null` where another server has its own say. */
  readonly retentionMs: number | null;
  /** The most that their files may take; `null` without a limit. */
  readonly retentionBytes: number | null;
}
