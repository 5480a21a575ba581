import type { ResolvedDiscovery } from '@telltale/definition';
import type { ScrapeConfig } from '@telltale/formats';
import { urlFor } from './container-address.ts';
import { httpClient } from './scrape-access.ts';
import type { ScrapeJobOptions } from './scrape-access.ts';

type Discovery = Pick<ScrapeConfig, 'fileSdConfigs' | 'httpSdConfigs' | 'dnsSdConfigs'>;

/** Where Prometheus finds the addresses of a target that are not written out. */
export function discoveryConfigs(
  discovery: readonly ResolvedDiscovery[] | undefined,
  options: ScrapeJobOptions,
): Discovery {
  const files = (discovery ?? []).filter((one) => one.kind === 'file');
  const http = (discovery ?? []).filter((one) => one.kind === 'http');
  const dns = (discovery ?? []).filter((one) => one.kind === 'dns');
  return {
    ...(files.length > 0 && {
      fileSdConfigs: files.map((one) => ({ files: one.files, refreshIntervalMs: one.refreshMs })),
    }),
    ...(http.length > 0 && {
      httpSdConfigs: http.map(({ url, refreshMs, access }) => ({
        url: urlFor(url, options),
        refreshIntervalMs: refreshMs,
        ...httpClient(access, options),
      })),
    }),
    ...(dns.length > 0 && {
      dnsSdConfigs: dns.map(({ names, type, port, refreshMs }) => ({
        names,
        type,
        ...(port !== undefined && { port }),
        refreshIntervalMs: refreshMs,
      })),
    }),
  };
}
