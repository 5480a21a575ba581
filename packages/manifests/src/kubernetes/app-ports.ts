import type { ResolvedDefinition, ResolvedTarget } from '@telltale/definition';
import { objectName } from './kubernetes-manifest.ts';

/** A port of a Service with its name. */
export interface NamedPort {
  readonly name: 'http' | 'metrics' | 'health';
  readonly port: number;
}

/** The service's own program as the cluster knows it. */
export interface ClusterApp {
  readonly name: string;
  /** Where it answers requests, metrics and probes; each port once. */
  readonly ports: readonly NamedPort[];
}

/** What the cluster runs for a definition; `undefined` where no port of it is known. */
export function clusterApp(definition: ResolvedDefinition): ClusterApp | undefined {
  const target = definition.targets.find(({ exporter, isBatch }) => exporter === undefined && !isBatch);
  const wanted: readonly (readonly [NamedPort['name'], number | undefined])[] = [
    ['http', definition.stack?.app?.port],
    ['metrics', target && portOf(target)],
    ['health', definition.health?.port],
  ];
  const ports: NamedPort[] = [];
  for (const [name, port] of wanted) {
    if (port !== undefined && !ports.some((known) => known.port === port)) ports.push({ name, port });
  }
  if (ports.length === 0) return undefined;
  return { name: target ? serviceOf(target) : objectName(definition.service), ports };
}

/** The name of the port that a number has; the first one's where it has none. */
export function portName({ ports }: ClusterApp, port: number | undefined): NamedPort['name'] {
  return (ports.find((known) => known.port === port) ?? ports[0]).name;
}

/** The Service behind a target: by its own word, by the host of its address, or by its job. */
export function serviceOf({ container, addresses, job }: ResolvedTarget): string {
  const [, host] = /^([A-Za-z][\w-]*):\d+$/.exec(addresses[0] ?? '') ?? [];
  return objectName(container ?? (host === undefined || host === 'localhost' ? job : host));
}

/** The port of a target's first address. */
export function portOf({ addresses }: ResolvedTarget): number | undefined {
  const port = Number(/:(\d+)$/.exec(addresses[0] ?? '')?.[1]);
  return Number.isInteger(port) ? port : undefined;
}
