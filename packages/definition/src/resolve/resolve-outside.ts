import type { Secret } from '@telltale/model';
import { parseByteSize } from '@telltale/model';
import { checkKeys } from '../faults/check-keys.ts';
import { checkSecret } from '../faults/check-secret.ts';
import type { FaultList } from '../faults/fault-list.ts';
import { isMapping } from '../faults/shape.ts';
import type {
  ResolvedClickHouse,
  ResolvedElasticsearchForward,
  ResolvedForward,
  ResolvedOpenIn,
  ResolvedOtlpForward,
} from '../resolved/resolved-outside.ts';
import type {
  ClickHouseDeclaration,
  ForwardDeclaration,
  OpenInDeclaration,
} from '../station/outside-declaration.ts';
import type { TryPattern } from '../targets/resolve-relabel.ts';
import { resolveMetricsForward } from './resolve-metrics-forward.ts';

type Destination = ResolvedOtlpForward | ResolvedElasticsearchForward;

const KEYS: Readonly<Record<Destination['kind'], readonly string[]>> = {
  otlp: ['kind', 'url', 'headers'],
  elasticsearch: ['kind', 'url', 'index', 'apiKey', 'username', 'password'],
};
const CLICKHOUSE_PROTOCOLS: readonly string[] = ['clickhouse:', 'clickhouses:'];

/** Where metrics, logs and traces are forwarded, checked. */
export function resolveForward(
  forward: ForwardDeclaration,
  faults: FaultList,
  tryPattern: TryPattern,
): ResolvedForward {
  const path = 'station.forward';
  checkKeys(forward, ['metrics', 'logs', 'traces', 'spoolSize'], path, faults);
  const metrics = resolveMetricsForward(forward.metrics, faults, tryPattern);
  const logs = destinations(forward.logs, `${path}.logs`, faults);
  const traces = destinations(forward.traces, `${path}.traces`, faults);
  for (const [place, { kind }] of traces.entries()) {
    if (kind !== 'otlp') faults.add(`${path}.traces.${place}.kind`, 'traces are forwarded by otlp');
  }
  const { spoolSize } = forward;
  const spoolBytes = typeof spoolSize === 'string' ? parseByteSize(spoolSize) : undefined;
  if (spoolSize !== undefined && !spoolBytes) faults.add(`${path}.spoolSize`, "write a size such as '1GB'");
  return {
    ...(metrics.length > 0 && { metrics }),
    ...(logs.length > 0 && { logs }),
    ...(traces.length > 0 && { traces: traces.filter((one) => one.kind === 'otlp') }),
    ...(spoolBytes && { spoolBytes }),
  };
}

function destinations(given: unknown, path: string, faults: FaultList): Destination[] {
  if (given === undefined) return [];
  if (!Array.isArray(given)) {
    faults.add(path, "write a list: [{ kind: 'otlp', url: 'http://collector:4318' }]");
    return [];
  }
  return given.flatMap((one: unknown, place) => destination(one, `${path}.${place}`, faults) ?? []);
}

function destination(given: unknown, path: string, faults: FaultList): Destination | undefined {
  const kind: unknown = isMapping(given) ? given.kind : undefined;
  if (!isMapping(given) || (kind !== 'otlp' && kind !== 'elasticsearch')) {
    faults.add(`${path}.kind`, `write one of ${Object.keys(KEYS).join(', ')}`);
    return undefined;
  }
  // The compiler has seen to the rest of it, and what it has not is checked here.
  const one = given as unknown as Destination;
  checkKeys(one, KEYS[kind], path, faults);
  checkUrl(one.url, `${path}.url`, faults);
  if (one.kind === 'otlp') checkHeaders(one.headers, `${path}.headers`, faults);
  else checkElasticsearch(one, path, faults);
  return one;
}

function checkHeaders(headers: unknown, path: string, faults: FaultList): void {
  if (headers === undefined) return;
  if (!isMapping(headers)) return faults.add(path, "write headers: { 'x-tenant': 'a' }");
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== 'string') checkSecret(value as Secret, `${path}.${name}`, 'OTLP_TOKEN', faults);
  }
}

function checkElasticsearch(
  { index, apiKey, username, password }: ResolvedElasticsearchForward,
  path: string,
  faults: FaultList,
): void {
  if (index !== undefined && (typeof index !== 'string' || index === '')) {
    faults.add(`${path}.index`, "write the name of an index, such as 'service-logs'");
  }
  if (apiKey !== undefined) checkSecret(apiKey, `${path}.apiKey`, 'ELASTIC_API_KEY', faults);
  if (password !== undefined) checkSecret(password, `${path}.password`, 'ELASTIC_PASSWORD', faults);
  if (password !== undefined && typeof username !== 'string') {
    faults.add(`${path}.username`, 'say whose password it is');
  }
}

/** The ClickHouse that keeps logs and traces, checked. */
export function resolveClickHouse(
  { url, password, ...others }: ClickHouseDeclaration,
  faults: FaultList,
): ResolvedClickHouse {
  const path = 'station.clickhouse';
  checkKeys(others, ['url', 'password'], path, faults);
  const parsed = typeof url === 'string' ? URL.parse(url) : undefined;
  if (!parsed || !CLICKHOUSE_PROTOCOLS.includes(parsed.protocol)) {
    faults.add(`${path}.url`, 'write clickhouse://user@host:8123/database, or clickhouses:// for TLS');
  } else if (parsed.password !== '') {
    faults.add(
      `${path}.url`,
      "a secret never stands in a definition: write password: { env: 'CLICKHOUSE_PASSWORD' }",
    );
  }
  if (password !== undefined) checkSecret(password, `${path}.password`, 'CLICKHOUSE_PASSWORD', faults);
  return { url, ...(password && { password }) };
}

/** Where pages offer to open traces and logs, checked. */
export function resolveOpenIn(
  { jaeger, grafana, kibana, ...others }: OpenInDeclaration,
  faults: FaultList,
): ResolvedOpenIn {
  const path = 'station.openIn';
  checkKeys(others, ['jaeger', 'grafana', 'kibana'], path, faults);
  if (jaeger !== undefined) checkUrl(jaeger, `${path}.jaeger`, faults);
  for (const [name, tool, key] of [
    ['grafana', grafana, 'tempo'],
    ['kibana', kibana, 'dataView'],
  ] as const) {
    if (tool === undefined) continue;
    const given: unknown = tool;
    if (!isMapping(given)) {
      faults.add(`${path}.${name}`, "write { url: 'http://…' }");
      continue;
    }
    checkKeys(given, ['url', key], `${path}.${name}`, faults);
    checkUrl(given.url, `${path}.${name}.url`, faults);
    if (given[key] !== undefined && typeof given[key] !== 'string') {
      faults.add(`${path}.${name}.${key}`, 'write it as text');
    }
  }
  return { ...(jaeger !== undefined && { jaeger }), ...(grafana && { grafana }), ...(kibana && { kibana }) };
}

/** What it says may be secret, and is not repeated. */
function checkUrl(url: unknown, path: string, faults: FaultList): void {
  const protocol = typeof url === 'string' ? URL.parse(url)?.protocol : undefined;
  if (protocol === 'http:' || protocol === 'https:') return;
  faults.add(path, 'write an http or https address');
}
