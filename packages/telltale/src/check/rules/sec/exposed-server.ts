import type { ComposeService } from '../../stack/compose-service.ts';
import type { PublishedPort } from '../../stack/published-port.ts';
import { isLoopback, publishedPorts } from '../../stack/published-port.ts';

/** Servers of a monitoring stack that ask nobody who they are, unless they are told to. */
const OPEN: ReadonlySet<string> = new Set([
  'prometheus',
  'alertmanager',
  'elasticsearch',
  'kibana',
  'logstash',
  'loki',
  'tempo',
  'mimir',
  'jaeger',
  'cadvisor',
  'node-exporter',
  'postgres-exporter',
  'redis-exporter',
  'pushgateway',
]);

/** Whether a component answers everybody as it comes. */
export function isOpenAsItComes(component: string): boolean {
  return OPEN.has(component);
}

/** The ports that other machines reach. */
export function openPorts({ node }: ComposeService): readonly PublishedPort[] {
  return publishedPorts(node).filter(({ hostAddress, hostPorts }) => hostPorts && !isLoopback(hostAddress));
}
