import type { Secret } from '@telltale/model';

/** Where addresses come from that change while a station runs; all of them are added to those written out. */
export type ResolvedDiscovery = ResolvedFileDiscovery | ResolvedHttpDiscovery | ResolvedDnsDiscovery;

/** Files with lists of targets, as Prometheus' `file_sd_configs` reads them: JSON or YAML. */
export interface ResolvedFileDiscovery {
  readonly kind: 'file';
  /** Paths; the last part may have `*`. */
  readonly files: readonly string[];
  /** How often they are read even where no change was seen. */
  readonly refreshMs: number;
}

/** A URL that answers with a list of targets, as Prometheus' `http_sd_configs` asks it. */
export interface ResolvedHttpDiscovery {
  readonly kind: 'http';
  readonly url: string;
  readonly refreshMs: number;
  /** How it is asked; the options of scrapes do not apply to it. */
  readonly access: ResolvedScrapeAccess;
}

/** Names that DNS knows, as in Prometheus' `dns_sd_configs`. */
export interface ResolvedDnsDiscovery {
  readonly kind: 'dns';
  readonly names: readonly string[];
  readonly type: 'SRV' | 'A' | 'AAAA' | 'MX' | 'NS';
  /** For all types but SRV, which has ports of its own. */
  readonly port?: number;
  readonly refreshMs: number;
}

/** How a server is reached and told who asks. */
export interface ResolvedScrapeAccess {
  /** Sent as `Authorization: Bearer …`. */
  readonly authorization?: Secret;
  readonly basicAuth?: { readonly username: string; readonly password: Secret };
  readonly tls?: ResolvedScrapeTls;
  /** HTTP proxy that stands between: `http://proxy:3128`. */
  readonly proxyUrl?: string;
  /** Further headers of each request. */
  readonly headers?: Readonly<Record<string, string | Secret>>;
  /** Whether redirects are followed; they are where it is absent. Credentials never go to another host. */
  readonly followRedirects?: boolean;
}

/** Certificates by file, read anew when they have changed. */
export interface ResolvedScrapeTls {
  /** Authorities that are trusted in place of those of the system. */
  readonly caFile?: string;
  /** Certificate and key that the station shows (mTLS). */
  readonly certFile?: string;
  readonly keyFile?: string;
  /** Name that the certificate must have, where it is not that of the address. */
  readonly serverName?: string;
  /** Takes any certificate. */
  readonly insecureSkipVerify?: boolean;
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3';
}

/** What one scrape may bring; more than that fails it as a whole. All have defaults: none is without limit. */
export interface ResolvedScrapeLimits {
  /** Samples after relabelling. */
  readonly samples: number;
  /** Bytes of the page, decompressed. */
  readonly bodyBytes: number;
  /** Labels of a series. */
  readonly labels: number;
  /** Bytes of a label's name. */
  readonly labelNameBytes: number;
  /** Bytes of a label's value. */
  readonly labelValueBytes: number;
  /** Targets of the job after relabelling; where there are more, none is scraped. */
  readonly targets: number;
}

/** The limits that hold where a definition says nothing. */
export const DEFAULT_SCRAPE_LIMITS: ResolvedScrapeLimits = {
  samples: 100_000,
  bodyBytes: 64 * 1024 * 1024,
  labels: 64,
  labelNameBytes: 512,
  labelValueBytes: 4096,
  targets: 2000,
};
