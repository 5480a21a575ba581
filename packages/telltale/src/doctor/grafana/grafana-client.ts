import { askServer } from '../../server/ask-server.ts';
import type { ServerAnswer } from '../../server/ask-server.ts';
import { createPrometheusClient } from '../../server/prometheus-client.ts';
import type { PrometheusClient } from '../../server/prometheus-client.ts';
import { fieldsOf, listOf, textOf } from '../../server/json-fields.ts';
import type { GrafanaAddress } from '../patient.ts';

/** A data source of a Grafana. */
export interface GrafanaSource {
  readonly uid: string;
  readonly name: string;
  /** Plugin, such as `prometheus`. */
  readonly type: string;
  readonly url: string;
  readonly isDefault: boolean;
}

/** Asks a Grafana by its HTTP API. */
export interface GrafanaClient {
  readonly get: (path: string) => Promise<ServerAnswer>;
  /** Its data sources; `undefined` where it refuses to tell. */
  readonly sources: () => Promise<readonly GrafanaSource[] | undefined>;
  /** A data source of the type Prometheus, asked through Grafana, as its panels do. */
  readonly through: (source: GrafanaSource) => PrometheusClient;
}

const TIMEOUT_MS = 15_000;

/** A client for the Grafana at an address. */
export function createGrafanaClient({ address, token }: GrafanaAddress): GrafanaClient {
  const get = (path: string) => askServer(address, path, { token, timeoutMs: TIMEOUT_MS });
  return {
    get,
    sources: async () => {
      const { ok, json } = await get('/api/datasources');
      if (!ok || !Array.isArray(json)) return undefined;
      return listOf(json).map((source) => ({
        uid: textOf(source.uid),
        name: textOf(source.name),
        type: textOf(source.type),
        url: textOf(source.url),
        isDefault: source.isDefault === true,
      }));
    },
    through: ({ uid }) =>
      createPrometheusClient(`${address}/api/datasources/proxy/uid/${encodeURIComponent(uid)}`, {
        token,
      }),
  };
}

/** What an answer says of itself in words. */
export function messageOf({ status, json }: ServerAnswer): string {
  const message = textOf(fieldsOf(json).message);
  return message === '' ? `HTTP ${status}` : `HTTP ${status}: ${message}`;
}
