import type { ResolvedDefinition } from '@telltale/definition';
import { TelltaleError } from '@telltale/model';
import { askServer } from '../server/ask-server.ts';

/** Something that people or programs open, and its address. */
export interface Interface {
  readonly name: string;
  readonly url: string;
  /** What is asked to see whether it answers, where that is not the address itself. */
  readonly tried?: string;
}

/** An interface, and how it answered. */
export interface TriedInterface extends Interface {
  /** Why it does not answer with 200; empty where it does. */
  readonly error: string;
}

const TIMEOUT_MS = 5000;

/** What a station offers at its address. */
export function interfacesOf(address: string): readonly Interface[] {
  return [
    { name: 'pages', url: `${address}/` },
    { name: 'Prometheus API', url: `${address}/api/v1`, tried: `${address}/api/v1/status/buildinfo` },
    { name: 'Alertmanager API', url: `${address}/api/v2`, tried: `${address}/api/v2/status` },
    { name: 'its own metrics', url: `${address}/metrics` },
  ];
}

/** What the servers of a generated stack offer, at the ports that its Compose file publishes. */
export function stackInterfaces(definition: ResolvedDefinition): readonly Interface[] {
  const { stack, exporters = [] } = definition;
  if (stack === undefined) return [];
  const at = (port: number) => `http://127.0.0.1:${port}`;
  const { ports } = stack;
  const hasPack = (pack: string) => exporters.some((one) => one.pack === pack);
  return [
    { name: 'Prometheus', url: `${at(ports.prometheus)}/`, tried: `${at(ports.prometheus)}/-/ready` },
    ...(definition.receivers.length > 0
      ? [
          {
            name: 'Alertmanager',
            url: `${at(ports.alertmanager)}/`,
            tried: `${at(ports.alertmanager)}/-/ready`,
          },
        ]
      : []),
    { name: 'Grafana', url: `${at(ports.grafana)}/`, tried: `${at(ports.grafana)}/api/health` },
    ...(hasPack('node') ? [{ name: 'node_exporter', url: `${at(ports.node)}/metrics` }] : []),
    ...(hasPack('cadvisor') ? [{ name: 'cAdvisor', url: `${at(ports.cadvisor)}/metrics` }] : []),
  ];
}

/** Asks all of them at once. */
export function tryInterfaces(interfaces: readonly Interface[]): Promise<readonly TriedInterface[]> {
  return Promise.all(interfaces.map(async (one) => ({ ...one, error: await tryUrl(one.tried ?? one.url) })));
}

async function tryUrl(text: string): Promise<string> {
  const { origin, pathname } = new URL(text);
  try {
    const { status } = await askServer(origin, pathname, { timeoutMs: TIMEOUT_MS });
    return status === 200 ? '' : `HTTP ${status}`;
  } catch (error) {
    if (error instanceof TelltaleError) return 'nothing answers';
    throw error;
  }
}
