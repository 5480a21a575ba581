/** How a server is asked; the options that Prometheus has for each of its HTTP clients. */
export interface HttpClientConfig {
  /** File with the token that is asked for. */
  readonly credentialsFile?: string;
  /** The token itself. */
  readonly credentials?: string;
  /** What stands before the token; `Bearer` where it is absent. */
  readonly authorizationType?: string;
  readonly basicAuth?: BasicAuthConfig;
  readonly tls?: TlsConfig;
  readonly proxyUrl?: string;
  /** `true` where it is absent. */
  readonly followRedirects?: boolean;
  /** Further headers; Prometheus 2.55 and newer. */
  readonly httpHeaders?: Readonly<Record<string, HttpHeaderConfig>>;
}

/** `basic_auth` */
export interface BasicAuthConfig {
  readonly username?: string;
  readonly usernameFile?: string;
  readonly password?: string;
  readonly passwordFile?: string;
}

/** `tls_config` */
export interface TlsConfig {
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly serverName?: string;
  readonly insecureSkipVerify?: boolean;
  /** `TLS12` or `TLS13`, or an older one. */
  readonly minVersion?: string;
}

/** The values of one header, or where they are. */
export interface HttpHeaderConfig {
  readonly values: readonly string[];
  readonly secrets: readonly string[];
  readonly files: readonly string[];
}
