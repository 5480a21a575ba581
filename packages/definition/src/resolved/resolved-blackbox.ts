import type { ResolvedScrapeAccess, ResolvedScrapeTls } from './resolved-scrape.ts';

/** Something that is asked from outside whether it answers, by the station or by blackbox_exporter. */
export type ResolvedBlackboxProbe = ResolvedHttpProbe | ResolvedTcpProbe;

/** The protocol of addresses that is taken first where a name has both; the other is taken where it has only that. */
export type ProbeIpProtocol = 'ip4' | 'ip6';

interface ProbeBase {
  /** Its name in the definition: the `probe` label, and the module of blackbox_exporter. */
  readonly name: string;
  /** What is asked: the `instance` label. */
  readonly address: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Labels of every sample beside `job`, `instance` and `probe`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly ipProtocol: ProbeIpProtocol;
}

/** A URL that is asked for. */
export interface ResolvedHttpProbe extends ProbeBase {
  readonly kind: 'http';
  readonly method: string;
  /** What is sent, with methods that send something. */
  readonly requestBody?: string;
  /** Statuses of success; all from 200 to 299 where there is none. */
  readonly statuses: readonly number[];
  /** A pattern of RE2 that must be found in the body. */
  readonly body?: string;
  /** A pattern of RE2 that must not be found in the body. */
  readonly bodyNot?: string;
  /** A longer body fails the probe. */
  readonly bodyLimitBytes: number;
  readonly access: Omit<ResolvedScrapeAccess, 'proxyUrl'>;
}

/** A port that is connected to. */
export interface ResolvedTcpProbe extends ProbeBase {
  readonly kind: 'tcp';
  /** Whether TLS is spoken at once, and how; it is not where it is absent. */
  readonly tls?: ResolvedScrapeTls;
}
