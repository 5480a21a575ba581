import type { ResolvedHttpDiscovery } from '@telltale/definition';
import type { HttpConnections } from '../../access/http-connections.ts';
import { createHttpAccess } from '../../access/http-access.ts';
import { maskUrl } from '../../access/mask-url.ts';
import type { DiscoveryPlace } from '../discoverer.ts';
import { readTargetGroups } from '../groups/read-target-groups.ts';
import { fetchList } from './fetch-list.ts';

/** A server that has not answered by then is asked again at the next interval. */
const MAX_TIMEOUT_MS = 30_000;

/** A list of targets that a server has, as in Prometheus' `http_sd_configs`; without an answer the last one counts. */
export function httpDiscovery(
  { url, refreshMs, access }: ResolvedHttpDiscovery,
  connections: HttpConnections,
): DiscoveryPlace {
  const http = createHttpAccess(access, connections);
  const place = maskUrl(url);
  return {
    mechanism: 'http',
    place,
    refreshMs,
    look: async (signal) => {
      const list = await fetchList({
        url,
        access: http,
        timeoutMs: Math.min(refreshMs, MAX_TIMEOUT_MS),
        signal,
        headers: {
          accept: 'application/json',
          'accept-encoding': 'gzip',
          'user-agent': 'Telltale',
          'x-prometheus-refresh-interval-seconds': String(refreshMs / 1000),
        },
      });
      return { groups: readTargetGroups(list, { source: place, meta: { __meta_url: place } }), error: '' };
    },
  };
}
