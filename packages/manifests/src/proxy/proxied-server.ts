import type { ResolvedDefinition } from '@telltale/definition';
import { hasAlertmanager } from '../has-alertmanager.ts';
import type { GenerateOptions } from '../generate-options.ts';

/** A server behind the proxy. */
export interface ProxiedServer {
  /** First word of its host name: `prometheus.example.org`. */
  readonly name: 'prometheus' | 'alertmanager' | 'grafana';
  /** `host:port` by which the proxy reaches it. */
  readonly address: string;
  /** Whether the proxy asks who it is; Grafana does so itself. */
  readonly asksForPassword: boolean;
}

/** The port on which the proxy listens in its container. */
export const PROXY_PORT = 8443;

/** Prometheus, Alertmanager and Grafana as far as the stack has them. */
export function proxiedServers(
  definition: ResolvedDefinition,
  { network }: GenerateOptions,
): readonly ProxiedServer[] {
  const at = (name: ProxiedServer['name'], port: number): string =>
    network === 'host' ? `127.0.0.1:${definition.stack?.ports[name] ?? port}` : `${name}:${port}`;
  return [
    { name: 'prometheus', address: at('prometheus', 9090), asksForPassword: true },
    ...(hasAlertmanager(definition)
      ? [{ name: 'alertmanager' as const, address: at('alertmanager', 9093), asksForPassword: true }]
      : []),
    { name: 'grafana', address: at('grafana', 3000), asksForPassword: false },
  ];
}

/** What nobody does from afar: stop a server, make it read its files again, delete its data. */
export const CLOSED_PATHS: readonly string[] = ['/-/quit', '/-/reload', '/api/v1/admin/'];
