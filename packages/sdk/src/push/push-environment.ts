import { keyValueList } from '../platform/key-value-list.ts';
import type { PushOptions } from './push-options.ts';

/** What the environment says about pushing. */
export interface PushEnvironment {
  readonly options: PushOptions | undefined;
  /** `OTEL_SERVICE_NAME`; empty where it is not set. */
  readonly service: string;
  /** `OTEL_RESOURCE_ATTRIBUTES`. */
  readonly attributes: ReadonlyMap<string, string>;
  /** What cannot be followed. */
  readonly faults: readonly string[];
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the variables that OpenTelemetry has for exporters: `OTEL_EXPORTER_OTLP_METRICS_ENDPOINT` (used as
 * it is) or `OTEL_EXPORTER_OTLP_ENDPOINT` (`/v1/metrics` is added), `…_HEADERS`, `…_PROTOCOL`, `…_TIMEOUT`,
 * `OTEL_METRIC_EXPORT_INTERVAL`, `OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES`. With
 * `OTEL_METRICS_EXPORTER=none` or `OTEL_SDK_DISABLED=true` nothing is pushed.
 */
export function pushEnvironment(variables: Variables): PushEnvironment {
  const faults: string[] = [];
  const attributes = keyValueList(variables['OTEL_RESOURCE_ATTRIBUTES']);
  const service = variables['OTEL_SERVICE_NAME'] || (attributes.get('service.name') ?? '');
  return { options: otlpOptions(variables, faults), service, attributes, faults };
}

function otlpOptions(variables: Variables, faults: string[]): PushOptions | undefined {
  const url = endpoint(variables);
  if (url === undefined || isOff(variables)) return undefined;
  const protocol = ofMetrics(variables, 'PROTOCOL') ?? 'http/protobuf';
  if (protocol !== 'http/protobuf' && protocol !== 'http/json') {
    faults.push(
      `metrics are not pushed over OTLP: the protocol ${protocol} is none of http/protobuf, http/json`,
    );
    return undefined;
  }
  const headers = {
    ...Object.fromEntries(keyValueList(variables['OTEL_EXPORTER_OTLP_HEADERS'])),
    ...Object.fromEntries(keyValueList(variables['OTEL_EXPORTER_OTLP_METRICS_HEADERS'])),
  };
  const everyMs = milliseconds(variables['OTEL_METRIC_EXPORT_INTERVAL']);
  const timeoutMs = milliseconds(ofMetrics(variables, 'TIMEOUT'));
  return {
    to: 'otlp',
    url,
    headers,
    encoding: protocol === 'http/json' ? 'json' : 'protobuf',
    ...(everyMs !== undefined && { everyMs }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  };
}

function isOff(variables: Variables): boolean {
  return variables['OTEL_METRICS_EXPORTER'] === 'none' || variables['OTEL_SDK_DISABLED'] === 'true';
}

function endpoint(variables: Variables): string | undefined {
  const ofItsOwn = variables['OTEL_EXPORTER_OTLP_METRICS_ENDPOINT'];
  if (ofItsOwn) return ofItsOwn;
  const shared = variables['OTEL_EXPORTER_OTLP_ENDPOINT'];
  return shared ? `${shared.replace(/\/+$/, '')}/v1/metrics` : undefined;
}

function ofMetrics(variables: Variables, name: string): string | undefined {
  return (
    variables[`OTEL_EXPORTER_OTLP_METRICS_${name}`] || variables[`OTEL_EXPORTER_OTLP_${name}`] || undefined
  );
}

function milliseconds(text: string | undefined): number | undefined {
  const ms = Number(text || NaN);
  return ms > 0 && ms < Infinity ? ms : undefined;
}
