/** An image of the stack with the tag that generated files pin. */
export interface KnownImage {
  /** Short name: `prometheus`, `node-exporter`. */
  readonly component: string;
  /** Repository without tag, as `docker pull` takes it. */
  readonly image: string;
  /** The tag that is pinned; a whole version, never `latest` or a major alone. */
  readonly tag: string;
  /** `sha256:…` of the tag where it is known. */
  readonly digest?: string;
  /** Names the image had before; they get no new versions. */
  readonly formerNames?: readonly string[];
  /** Versions below this one get no fixes any more, such as `2`. */
  readonly endOfLifeBelow?: string;
}

/** A command line flag that some versions do not have, or that does nothing in them. */
export interface KnownFlag {
  /** Component as in {@link KnownImage}. */
  readonly component: string;
  /** Without dashes: `storage.tsdb.retention`. */
  readonly flag: string;
  /** First version that has it. */
  readonly since?: string;
  /** First version that refuses it. */
  readonly until?: string;
  /** First version in which it is accepted and does nothing, or not what it says. */
  readonly noEffectSince?: string;
  /** What to write instead, for people. */
  readonly instead: string;
}

/** A value of `--enable-feature` that some versions do not know. */
export interface KnownFeature extends Omit<KnownFlag, 'flag'> {
  readonly feature: string;
}

/** An HTTP path that servers answered once and no longer do. */
export interface RemovedApi {
  readonly component: string;
  readonly path: string;
  /** First version without it. */
  readonly until: string;
  readonly instead: string;
}

/** A program that makes another's figures readable for Prometheus. */
export interface KnownExporter {
  /** Name of the pack: `node`, `postgres`. */
  readonly pack: string;
  /** Component of its image as in {@link KnownImage}. */
  readonly component: string;
  readonly port: number;
  readonly path: string;
  /** How its own metrics begin. */
  readonly prefixes: readonly string[];
  /** Parts of an address or job by which people name it. */
  readonly names: readonly string[];
}

/** A port that a well-known server listens on. */
export interface KnownPort {
  readonly port: number;
  /** The server, as people call it. */
  readonly server: string;
  /** First words of images and host names of the server. */
  readonly names: readonly string[];
  /** Where its metrics are; absent where the server has none in Prometheus' format. */
  readonly metricsPath?: string;
  /** Pack of {@link KnownExporter} to scrape instead. */
  readonly exporter?: string;
}
