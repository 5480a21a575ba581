import { parseByteSize } from '@telltale/model';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import type { ResolvedLimits, ResolvedStack, StackPorts } from '../resolved/resolved-stack.ts';
import { checkKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';

const PORTS: StackPorts = {
  prometheus: 9090,
  alertmanager: 9093,
  grafana: 3000,
  pushgateway: 9091,
  cadvisor: 8081,
  node: 9100,
  elasticsearch: 9200,
  logstash: 5044,
  kibana: 5601,
  jaeger: 16_686,
  collector: 4317,
  collectorHttp: 4318,
  mimir: 9009,
  proxy: 8443,
};

const MIB = 1024 ** 2;

/** Memory in MiB and processors of each component, for a small service. */
const LIMITS: ReadonlyMap<string, readonly [memoryMib: number, cpus: number]> = new Map([
  ['prometheus', [1024, 1]],
  ['alertmanager', [128, 0.25]],
  ['grafana', [512, 0.5]],
  ['pushgateway', [64, 0.1]],
  ['cadvisor', [256, 0.3]],
  ['node', [64, 0.1]],
  ['postgres', [64, 0.1]],
  ['redis', [64, 0.1]],
  ['kafka', [64, 0.1]],
  ['clickhouse', [64, 0.1]],
  ['minio', [64, 0.1]],
  ['blackbox', [64, 0.1]],
  ['elasticsearch', [1536, 1]],
  ['logstash', [1024, 1]],
  ['kibana', [1024, 0.5]],
  ['filebeat', [128, 0.2]],
  ['jaeger', [512, 0.5]],
  ['collector', [512, 0.5]],
  ['mimir', [1024, 1]],
  ['proxy', [64, 0.2]],
  ['app', [512, 1]],
]);

/** Components that keep something. */
const KEEPERS = ['prometheus', 'alertmanager', 'grafana', 'elasticsearch', 'filebeat', 'jaeger', 'mimir'];

const RETENTION_MS = 15 * 24 * 3_600_000;

/** The generated stack, checked, with its defaults. */
export function resolveStack(
  { stack }: Pick<MonitoringDefinition, 'stack'>,
  faults: FaultList,
): ResolvedStack {
  checkKeys(stack, ['ports', 'volumes', 'retention', 'limits', 'externalLabels', 'app'], 'stack', faults);
  const { retention = {}, volumes = {}, externalLabels = {}, app } = stack;
  checkKeys(retention, ['time', 'size'], 'stack.retention', faults);
  if (app) checkKeys(app, ['image', 'build', 'port', 'probes'], 'stack.app', faults);
  const retentionBytes = sizeOf(retention.size, 'stack.retention.size', faults);
  return {
    ports: resolvePorts(stack.ports ?? {}, faults),
    volumes: { ...Object.fromEntries(KEEPERS.map((name) => [name, `${name}_data`])), ...volumes },
    retentionMs: faults.durationMs('stack.retention.time', retention.time, RETENTION_MS),
    ...(retentionBytes !== undefined && { retentionBytes }),
    limits: resolveLimits(stack.limits ?? {}, faults),
    externalLabels,
    ...(app && { app }),
  };
}

function resolvePorts(given: Partial<StackPorts>, faults: FaultList): StackPorts {
  checkKeys(given, Object.keys(PORTS), 'stack.ports', faults);
  const ports = { ...PORTS, ...given };
  const takenBy = new Map<number, string>();
  for (const [name, port] of Object.entries(ports)) {
    const other = takenBy.get(port);
    const isGiven = Object.hasOwn(given, name) || (other !== undefined && Object.hasOwn(given, other));
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      faults.add(`stack.ports.${name}`, 'write a port from 1 to 65535');
    } else if (other !== undefined && isGiven) {
      faults.add(
        `stack.ports.${name}`,
        `port ${port} is already that of ${other}: choose another for one of them`,
      );
    }
    takenBy.set(port, name);
  }
  return ports;
}

type GivenLimits = NonNullable<MonitoringDefinition['stack']['limits']>;

function resolveLimits(given: GivenLimits, faults: FaultList): ResolvedStack['limits'] {
  const limits: Record<string, ResolvedLimits> = Object.create(null);
  for (const [name, [memoryMib, cpus]] of LIMITS) limits[name] = { memoryBytes: memoryMib * MIB, cpus };
  for (const [name, one] of Object.entries(given)) {
    const path = `stack.limits.${name}`;
    checkKeys(one, ['memory', 'cpus'], path, faults);
    const below = limits[name] ?? { memoryBytes: 512 * MIB, cpus: 1 };
    const { cpus = below.cpus } = one;
    if (!(cpus > 0 && cpus < Infinity)) faults.add(`${path}.cpus`, 'write a number above 0, such as 0.5');
    limits[name] = { memoryBytes: sizeOf(one.memory, `${path}.memory`, faults) ?? below.memoryBytes, cpus };
  }
  return limits;
}

function sizeOf(text: unknown, path: string, faults: FaultList): number | undefined {
  if (text === undefined) return undefined;
  const bytes = typeof text === 'string' ? parseByteSize(text) : undefined;
  if (bytes !== undefined && bytes > 0) return bytes;
  faults.add(path, "write a size such as '10GB' or '512MiB'");
  return undefined;
}
