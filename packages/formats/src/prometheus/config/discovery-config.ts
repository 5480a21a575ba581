import type { HttpClientConfig } from './http-client-config.ts';

/** `file_sd_configs`: files with lists of targets. */
export interface FileSdConfig {
  /** Paths relative to the file; may have `*` in the last part. */
  readonly files: readonly string[];
  /** Prometheus' default is five minutes. */
  readonly refreshIntervalMs?: number;
}

/** `http_sd_configs`: a URL that answers with a list of targets. */
export interface HttpSdConfig extends HttpClientConfig {
  readonly url: string;
  /** Prometheus' default is one minute. */
  readonly refreshIntervalMs?: number;
}

/** `dns_sd_configs`: names that DNS knows. */
export interface DnsSdConfig {
  readonly names: readonly string[];
  /** `SRV` where it is absent. */
  readonly type?: string;
  readonly port?: number;
  /** Prometheus' default is thirty seconds. */
  readonly refreshIntervalMs?: number;
}

/** Where targets come from that are not written out; absent where there are none. */
export interface DiscoveryConfigs {
  readonly fileSdConfigs?: readonly FileSdConfig[];
  readonly httpSdConfigs?: readonly HttpSdConfig[];
  readonly dnsSdConfigs?: readonly DnsSdConfig[];
}
