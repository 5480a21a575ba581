import { otlpEndpoint } from '@telltale/definition';
import type { PropagationFormat } from '@telltale/definition';
import { keyValueList } from '../../platform/key-value-list.ts';

/** What the environment says of traces; it counts before the definition. */
export interface TraceEnvironment {
  /** Whether they are on; nothing where the environment does not say. */
  readonly isEnabled?: boolean;
  /** The whole address that spans are sent to. */
  readonly url?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  readonly isCompressed: boolean;
  /** Share that is kept. */
  readonly ratio?: number;
  readonly propagation?: readonly PropagationFormat[];
  readonly maxQueueSize?: number;
  readonly batchSize?: number;
  readonly delayMs?: number;
  readonly attributeCharacters?: number;
  /** What cannot be followed, or is followed in another way. */
  readonly faults: readonly string[];
}

type Variables = Readonly<Record<string, string | undefined>>;

const FORMATS: ReadonlyMap<string, PropagationFormat | undefined> = new Map([
  ['tracecontext', 'w3c'],
  ['b3', 'b3-single'],
  ['b3multi', 'b3'],
  ['jaeger', 'jaeger'],
  // Baggage goes along with all of them.
  ['baggage', undefined],
]);

/** Shares that samplers by name stand for; those that take one as an argument have none here. */
const SAMPLERS: ReadonlyMap<string, number | undefined> = new Map([
  ['always_on', 1],
  ['parentbased_always_on', 1],
  ['always_off', 0],
  ['parentbased_always_off', 0],
  ['traceidratio', undefined],
  ['parentbased_traceidratio', undefined],
]);

/**
 * Reads the variables that OpenTelemetry has for traces: `OTEL_SDK_DISABLED`, `OTEL_TRACES_EXPORTER`,
 * `OTEL_EXPORTER_OTLP_(TRACES_)ENDPOINT`, `…_HEADERS`, `…_TIMEOUT`, `…_COMPRESSION`, `…_PROTOCOL`,
 * `OTEL_TRACES_SAMPLER(_ARG)`, `OTEL_PROPAGATORS`, `OTEL_BSP_*`, `OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT`; and those that
 * exporters of Jaeger had, whose host is sent OTLP.
 */
export function traceEnvironment(variables: Variables): TraceEnvironment {
  const faults: string[] = [];
  return {
    ...enabled(variables, faults),
    ...defined('url', url(variables, faults)),
    headers: {
      ...Object.fromEntries(keyValueList(variables['OTEL_EXPORTER_OTLP_HEADERS'])),
      ...Object.fromEntries(keyValueList(variables['OTEL_EXPORTER_OTLP_TRACES_HEADERS'])),
    },
    ...defined('timeoutMs', positive(ofTraces(variables, 'TIMEOUT'))),
    isCompressed: ofTraces(variables, 'COMPRESSION')?.trim() === 'gzip',
    ...defined('ratio', ratio(variables, faults)),
    ...defined('propagation', propagation(variables, faults)),
    ...defined('maxQueueSize', positive(variables['OTEL_BSP_MAX_QUEUE_SIZE'])),
    ...defined('batchSize', positive(variables['OTEL_BSP_MAX_EXPORT_BATCH_SIZE'])),
    ...defined('delayMs', positive(variables['OTEL_BSP_SCHEDULE_DELAY'])),
    ...defined('attributeCharacters', positive(characterLimit(variables))),
    faults,
  };
}

function enabled(variables: Variables, faults: string[]): { isEnabled?: boolean } {
  checkProtocol(variables, faults);
  if (variables['OTEL_SDK_DISABLED']?.trim().toLowerCase() === 'true') return { isEnabled: false };
  const exporters = list(variables['OTEL_TRACES_EXPORTER']);
  if (exporters.length === 0) return {};
  if (exporters.includes('none')) return { isEnabled: false };
  if (exporters.includes('jaeger')) {
    faults.push("OTEL_TRACES_EXPORTER=jaeger: Jaeger's own protocol is gone, spans go to it by OTLP");
  } else if (!exporters.includes('otlp')) {
    faults.push(`OTEL_TRACES_EXPORTER=${exporters.join(',')}: spans are sent by OTLP only`);
    return {};
  }
  return { isEnabled: true };
}

function checkProtocol(variables: Variables, faults: string[]): void {
  const protocol = ofTraces(variables, 'PROTOCOL');
  if (protocol === undefined || protocol === 'http/protobuf') return;
  faults.push(`the protocol ${protocol} is not spoken for traces: spans are sent by http/protobuf`);
}

function url(variables: Variables, faults: string[]): string | undefined {
  const found = anyUrl(variables, faults);
  if (found === undefined || /^https?:/i.test(URL.parse(found)?.protocol ?? '')) return found;
  faults.push(`the address of traces in the environment is no http or https URL: it is not used`);
  return undefined;
}

function anyUrl(variables: Variables, faults: string[]): string | undefined {
  const ofItsOwn = variables['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'];
  if (ofItsOwn) return ofItsOwn;
  const shared = variables['OTEL_EXPORTER_OTLP_ENDPOINT'];
  if (shared) return tracesUrl(shared);
  const collector = variables['OTEL_EXPORTER_JAEGER_ENDPOINT'];
  const agent = variables['OTEL_EXPORTER_JAEGER_AGENT_HOST'];
  if (!collector && !agent) return undefined;
  const { url: found } = otlpEndpoint(collector || `http://${agent}:6831`);
  const name = collector ? 'ENDPOINT' : 'AGENT_HOST';
  faults.push(`OTEL_EXPORTER_JAEGER_${name}: Jaeger's own protocol is gone, spans go to ${found} by OTLP`);
  return tracesUrl(found);
}

/** The path of the protocol, behind an address. */
export function tracesUrl(endpoint: string): string {
  const base = endpoint.replace(/\/+$/, '');
  return base.endsWith('/v1/traces') ? base : `${base}/v1/traces`;
}

function ratio(variables: Variables, faults: string[]): number | undefined {
  const sampler = variables['OTEL_TRACES_SAMPLER']?.trim();
  if (!sampler) return undefined;
  if (!SAMPLERS.has(sampler)) {
    faults.push(`OTEL_TRACES_SAMPLER=${sampler} is none of ${[...SAMPLERS.keys()].join(', ')}`);
    return undefined;
  }
  const share = SAMPLERS.get(sampler);
  if (share !== undefined) return share;
  const given = Number(variables['OTEL_TRACES_SAMPLER_ARG'] ?? '1');
  if (given >= 0 && given <= 1) return given;
  faults.push('OTEL_TRACES_SAMPLER_ARG is no share from 0 to 1');
  return undefined;
}

function propagation(variables: Variables, faults: string[]): readonly PropagationFormat[] | undefined {
  const names = list(variables['OTEL_PROPAGATORS']);
  if (names.length === 0) return undefined;
  if (names.includes('none')) return [];
  const unknown = names.filter((name) => !FORMATS.has(name));
  if (unknown.length > 0) faults.push(`OTEL_PROPAGATORS: ${unknown.join(', ')} is not known`);
  return names.flatMap((name) => FORMATS.get(name) ?? []);
}

function characterLimit(variables: Variables): string | undefined {
  return (
    variables['OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT'] || variables['OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT']
  );
}

function ofTraces(variables: Variables, name: string): string | undefined {
  return (
    variables[`OTEL_EXPORTER_OTLP_TRACES_${name}`] || variables[`OTEL_EXPORTER_OTLP_${name}`] || undefined
  );
}

function positive(text: string | undefined): number | undefined {
  const number = Number(text || NaN);
  return number > 0 && number < Infinity ? number : undefined;
}

function defined<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { [Key in Name]?: Value } {
  // An object with one property of that name.
  return (value === undefined ? {} : { [name]: value }) as { [Key in Name]?: Value };
}

function list(text = ''): string[] {
  return text.split(',').flatMap((part) => part.trim() || []);
}
