import { askServer, isRecord } from '../server/ask-server.ts';
import { createPrometheusClient } from '../server/prometheus-client.ts';
import type { PrometheusAccess, PrometheusClient } from '../server/prometheus-client.ts';

/** The servers that are examined. */
export interface Patient {
  /** Address of a station or a Prometheus. */
  readonly server: string;
  /** The same server, asked by Prometheus' API. */
  readonly prometheus: PrometheusClient;
  /** Address of an Alertmanager; `undefined` where the server is asked, which must be a station then. */
  readonly alertmanager: string | undefined;
  readonly grafana: GrafanaAddress | undefined;
  /** Whether nothing is asked but what the server scrapes: for questions of a page. Default: no. */
  readonly asksListedOnly?: boolean;
  /** Whether the server is a station: a Prometheus tells less. */
  readonly isStation: () => Promise<boolean>;
}

/** A Grafana and what it is asked with. */
export interface GrafanaAddress {
  readonly address: string;
  /** Of a service account. */
  readonly token: string | undefined;
  /** Folder with the dashboards that it is given as files. */
  readonly files?: string;
}

const TIMEOUT_MS = 10_000;

/** A patient that is asked nothing yet; how long it is waited for says the access. */
export function createPatient(
  servers: Pick<Patient, 'server' | 'alertmanager' | 'grafana' | 'asksListedOnly'>,
  access: PrometheusAccess = {},
): Patient {
  let isStation: Promise<boolean> | undefined;
  return {
    ...servers,
    prometheus: createPrometheusClient(servers.server, access),
    isStation: () => (isStation ??= looksLikeStation(servers.server)),
  };
}

async function looksLikeStation(server: string): Promise<boolean> {
  const answer = await askServer(server, '/api/telltale/status', { timeoutMs: TIMEOUT_MS }).catch(
    () => undefined,
  );
  return answer?.ok === true && isRecord(answer.json) && 'seriesCount' in answer.json;
}
