import type { ProbeIpProtocol } from '../resolved/resolved-blackbox.ts';
import type { RelabelPattern } from '../targets/relabel-declaration.ts';
import type { ScrapeAccessDeclaration, ScrapeTlsDeclaration } from '../targets/scrape-access-declaration.ts';
import type { Duration } from '../time/duration.ts';
import type { ByteSize } from '../size/byte-size.ts';

/** What all probes have in common. */
export interface ProbeOptions {
  /** How often it is asked; that of the pack by default. */
  readonly every?: Duration;
  /** When it counts as failed; that of the pack by default. */
  readonly timeout?: Duration;
  /** Labels added to every sample. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Which protocol is taken where a name has addresses of both; `ip4` by default. */
  readonly ipProtocol?: ProbeIpProtocol;
}

/** A URL that has to answer. */
export interface HttpProbe extends ProbeOptions, Omit<ScrapeAccessDeclaration, 'proxy'> {
  /** `http://…` or `https://…`, without user and password. */
  readonly url: string;
  /** `GET` by default. */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
  /** What is sent to it; nothing by default. */
  readonly requestBody?: string;
  /** The statuses of success, after redirects; all from 200 to 299 by default. */
  readonly status?: number | readonly number[];
  /** What has to be found in the body, as a pattern of RE2. */
  readonly body?: RelabelPattern;
  /** What must not be found in the body. */
  readonly bodyNot?: RelabelPattern;
  /** A longer body fails the probe; `1MiB` by default. */
  readonly bodyLimit?: ByteSize;
}

/** A port that has to take connections. */
export interface TcpProbe extends ProbeOptions {
  /** `host:port`. */
  readonly address: string;
}

/** A port that has to speak TLS, with a certificate that is valid for it. */
export interface TlsProbe extends TcpProbe {
  /** Certificates; without it those of the system are trusted. */
  readonly tls?: ScrapeTlsDeclaration;
}

/** What is asked, by name; an address alone stands for a probe without options. */
export interface ProbesDeclaration {
  readonly ipProtocol?: ProbeIpProtocol;
  readonly http?: Readonly<Record<string, string | HttpProbe>>;
  readonly tcp?: Readonly<Record<string, string | TcpProbe>>;
  /** Like `tcp`, but TLS is spoken, and the certificate is measured. */
  readonly tls?: Readonly<Record<string, string | TlsProbe>>;
}
