/** What listens, with its usual port; a variable such as `BACKEND_PORT` says otherwise. */
export const PORTS = {
  backend: 8000,
  extraction_worker: 9090,
  search_worker: 9091,
  node_exporter: 9100,
  redis_exporter: 9121,
  postgres_exporter: 9187,
} as const;

/** Name of something that listens. */
export type SiteName = keyof typeof PORTS;

/** All of them. */
export const SITE_NAMES = Object.keys(PORTS) as readonly SiteName[];

/** Where the backend shows its metrics. */
export const METRICS_PATH = '/api/v1/metrics';

/** The variable of a port. */
export function portVariable(name: SiteName): string {
  return `${name.toUpperCase()}_PORT`;
}

/** `host:port` of what listens. */
export function addressOf(name: SiteName, variables: NodeJS.ProcessEnv = process.env): string {
  return `127.0.0.1:${variables[portVariable(name)] ?? PORTS[name]}`;
}

/** The port of what listens. */
export function portOf(name: SiteName): number {
  return Number(addressOf(name).split(':')[1]);
}
