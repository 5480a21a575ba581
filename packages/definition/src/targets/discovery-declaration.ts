import type { Duration } from '../time/duration.ts';
import type { ScrapeAccessDeclaration } from './scrape-access-declaration.ts';

/** Where instances come from that change while a server runs. */
export type DiscoveryDeclaration = FileDiscovery | HttpDiscovery | DnsDiscovery;

/** Files with lists of targets, as Prometheus' `file_sd_configs` reads them: JSON or YAML. */
export interface FileDiscovery {
  readonly kind: 'file';
  /** Paths; the last part may have `*`. */
  readonly files: string | readonly string[];
  /** How often they are read even where no change was seen, 5m by default. */
  readonly every?: Duration;
}

/** A URL that answers with a list of targets, as Prometheus' `http_sd_configs` asks it. */
export interface HttpDiscovery extends ScrapeAccessDeclaration {
  readonly kind: 'http';
  readonly url: string;
  /** How often it is asked, 1m by default. */
  readonly every?: Duration;
}

/** Names that DNS knows, as in Prometheus' `dns_sd_configs`. */
export type DnsDiscovery = DnsServiceDiscovery | DnsAddressDiscovery;

interface DnsNames {
  readonly kind: 'dns';
  readonly names: string | readonly string[];
  /** How often they are looked up, 30s by default. */
  readonly every?: Duration;
}

/** Records of services, which have ports of their own. */
export interface DnsServiceDiscovery extends DnsNames {
  /** `SRV` by default. */
  readonly type?: 'SRV';
}

/** Records of addresses, all of which have the same port. */
export interface DnsAddressDiscovery extends DnsNames {
  readonly type: 'A' | 'AAAA' | 'MX' | 'NS';
  readonly port: number;
}
