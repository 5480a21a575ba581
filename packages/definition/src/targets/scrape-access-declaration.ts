import type { Secret } from '@telltale/model';

/** How a server is reached, and how it learns who asks. */
export interface ScrapeAccessDeclaration {
  /** Where the token is that it asks for (`Authorization: Bearer …`); it asks for none by default. */
  readonly authorization?: Secret;
  /** A user and where the password is, in place of a token. */
  readonly basicAuth?: { readonly username: string; readonly password: Secret };
  /** Certificates; without it those of the system are trusted. */
  readonly tls?: ScrapeTlsDeclaration;
  /** HTTP proxy that stands between: `http://proxy:3128`. */
  readonly proxy?: string;
  /** Further headers of each request. */
  readonly headers?: Readonly<Record<string, string | Secret>>;
  /** Whether redirects are followed, which they are by default. Credentials never go to another host. */
  readonly followRedirects?: boolean;
}

/** Certificates by file, read anew when they have changed. */
export interface ScrapeTlsDeclaration {
  /** Authorities that are trusted in place of those of the system. */
  readonly caFile?: string;
  /** Certificate that is shown (mTLS), together with its key. */
  readonly certFile?: string;
  readonly keyFile?: string;
  /** Name that the certificate must have, where it is not that of the address. */
  readonly serverName?: string;
  /** Takes any certificate: whoever stands between can read and change everything. */
  readonly insecureSkipVerify?: boolean;
  /** `TLSv1.2` by default. */
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3';
}
