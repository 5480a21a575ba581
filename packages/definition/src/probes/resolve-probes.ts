import { parseByteSize } from '@telltale/model';
import { checkKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';
import { fields } from '../faults/shape.ts';
import { re2PatternOf } from '../query/re2-pattern.ts';
import type {
  ProbeIpProtocol,
  ResolvedHttpProbe,
  ResolvedBlackboxProbe,
  ResolvedTcpProbe,
} from '../resolved/resolved-blackbox.ts';
import { checkAddressWithoutSecret, checkTls, resolveAccess } from '../targets/resolve-access.ts';
import { ACCESS_FIELDS } from '../targets/target-shapes.ts';
import type { HttpProbe, ProbeOptions, ProbesDeclaration, TlsProbe } from './probes-declaration.ts';

const COMMON_OPTIONS = ['every', 'timeout', 'labels', 'ipProtocol'];
const HTTP_OPTIONS = ['url', 'method', 'requestBody', 'status', 'body', 'bodyNot', 'bodyLimit'];
const HTTP_ACCESS = ['authorization', 'basicAuth', 'tls', 'headers', 'followRedirects'];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** Labels that a probe has by itself. */
const OWN_LABELS = ['job', 'instance', 'probe'];

/** What options must be to be worked with. */
const OPTIONS = fields(ACCESS_FIELDS, 'write an address, or an object with one');

const DEFAULT_BODY_LIMIT_BYTES = 1024 ** 2;

/** A module of blackbox_exporter is named in a URL, and a file. */
const NAME = /^[A-Za-z_][\w.-]{0,63}$/;

/** What resolving probes needs to know of their job. */
export interface ProbesContext {
  readonly path: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly faults: FaultList;
  /** Compiles a pattern of RE2, or throws what is wrong with it. */
  readonly tryPattern: (pattern: string) => unknown;
}

/** The probes of a pack, checked, with their defaults, in the order written. */
export function resolveProbes(
  declared: ProbesDeclaration,
  context: ProbesContext,
): readonly ResolvedBlackboxProbe[] {
  const { path, faults } = context;
  const { ipProtocol } = declared;
  const kinds = { http: httpProbe, tcp: tcpProbe, tls: tlsProbe };
  const probes = Object.entries(kinds).flatMap(([kind, resolve]) =>
    entriesOf(declared[kind as keyof typeof kinds], `${path}.${kind}`, faults).flatMap(([name, given]) => {
      const place = `${path}.${kind}.${name}`;
      const isSound = typeof given === 'string' || faults.hasShape(OPTIONS, given, place);
      return isSound ? resolve(name, given, { ...context, path: place, ipProtocol }) : [];
    }),
  );
  if (probes.length === 0) faults.add(path, "write what is probed: { http: { shop: 'https://…' } }");
  checkNames(probes, path, faults);
  return probes;
}

interface OneContext extends ProbesContext {
  readonly ipProtocol: ProbeIpProtocol | undefined;
}

type Given = string | (ProbeOptions & Readonly<Record<string, unknown>>);

function entriesOf(given: object | undefined, path: string, faults: FaultList): readonly [string, Given][] {
  if (given === undefined) return [];
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return Object.entries(given);
  faults.add(path, "write probes by name: { shop: '…' }");
  return [];
}

function httpProbe(name: string, given: Given, context: OneContext): ResolvedHttpProbe {
  const { path, faults } = context;
  // Everything is checked below, whatever was written.
  const declared = typeof given === 'string' ? { url: given } : (given as unknown as HttpProbe);
  checkKeys(declared, [...HTTP_OPTIONS, ...HTTP_ACCESS, ...COMMON_OPTIONS], path, faults);
  const { url, method = 'GET', requestBody, status = [], body, bodyNot, bodyLimit } = declared;
  checkAddressWithoutSecret(url, `${path}.url`, 'https://shop.example/health', faults);
  if (!METHODS.includes(method)) faults.add(`${path}.method`, `write one of ${METHODS.join(', ')}`);
  if (requestBody !== undefined && typeof requestBody !== 'string') {
    faults.add(`${path}.requestBody`, 'write a text');
  }
  const patterns = {
    body: patternOf(body, `${path}.body`, context),
    bodyNot: patternOf(bodyNot, `${path}.bodyNot`, context),
  };
  return {
    kind: 'http',
    ...commonOf(name, url, declared, context),
    method,
    ...(requestBody !== undefined && { requestBody }),
    statuses: statusesOf(status, `${path}.status`, faults),
    ...(patterns.body !== undefined && { body: patterns.body }),
    ...(patterns.bodyNot !== undefined && { bodyNot: patterns.bodyNot }),
    bodyLimitBytes: bodyLimitOf(bodyLimit, `${path}.bodyLimit`, faults),
    access: resolveAccess(declared, path, faults),
  };
}

function tcpProbe(name: string, given: Given, context: OneContext): ResolvedTcpProbe {
  const declared = portOf(given, [], context);
  return { kind: 'tcp', ...commonOf(name, declared.address, declared, context) };
}

function tlsProbe(name: string, given: Given, context: OneContext): ResolvedTcpProbe {
  const declared = portOf(given, ['tls'], context);
  const { tls = {} } = declared;
  checkTls(tls, `${context.path}.tls`, context.faults);
  return { kind: 'tcp', ...commonOf(name, declared.address, declared, context), tls };
}

function portOf(given: Given, options: readonly string[], { path, faults }: OneContext): TlsProbe {
  const declared = typeof given === 'string' ? { address: given } : (given as unknown as TlsProbe);
  checkKeys(declared, ['address', ...options, ...COMMON_OPTIONS], path, faults);
  const address: unknown = declared.address;
  const url = typeof address === 'string' ? URL.parse(`tcp://${address}`) : null;
  if (!url || url.host !== address || url.port === '') {
    faults.add(`${path}.address`, "write 'host:port', without scheme and path");
  }
  return declared;
}

function commonOf(
  name: string,
  address: string,
  declared: ProbeOptions,
  context: OneContext,
): Pick<ResolvedBlackboxProbe, 'name' | 'address' | 'intervalMs' | 'timeoutMs' | 'labels' | 'ipProtocol'> {
  const { path, faults } = context;
  const { ipProtocol = context.ipProtocol ?? 'ip4' } = declared;
  const intervalMs = faults.durationMs(`${path}.every`, declared.every, context.intervalMs);
  const longestMs = Math.min(context.timeoutMs, intervalMs);
  const timeoutMs = faults.durationMs(`${path}.timeout`, declared.timeout, longestMs);
  if (timeoutMs > intervalMs) faults.add(`${path}.timeout`, 'a probe may not take longer than the interval');
  if (ipProtocol !== 'ip4' && ipProtocol !== 'ip6') faults.add(`${path}.ipProtocol`, "write 'ip4' or 'ip6'");
  return {
    name,
    address,
    intervalMs,
    timeoutMs,
    labels: labelsOf(declared.labels, `${path}.labels`, faults),
    ipProtocol,
  };
}

function labelsOf(labels: unknown, path: string, faults: FaultList): Readonly<Record<string, string>> {
  if (labels === undefined) return {};
  const entries = typeof labels === 'object' && labels !== null ? Object.entries(labels) : [];
  const isSound = entries.length > 0 && entries.every(([, value]) => typeof value === 'string');
  if (!isSound) faults.add(path, "write labels: { zone: 'a' }");
  for (const [label] of entries.filter(([label]) => OWN_LABELS.includes(label))) {
    faults.add(`${path}.${label}`, 'a probe has this label by itself');
  }
  return isSound ? Object.fromEntries(entries) : {};
}

function statusesOf(status: unknown, path: string, faults: FaultList): readonly number[] {
  const statuses: readonly unknown[] = Array.isArray(status) ? status : [status];
  const sound = statuses.filter((one) => Number.isInteger(one) && Number(one) >= 100 && Number(one) <= 599);
  if (sound.length < statuses.length) faults.add(path, 'write statuses from 100 to 599: [200, 204]');
  return sound.map(Number);
}

function patternOf(pattern: unknown, path: string, context: OneContext): string | undefined {
  if (pattern === undefined) return undefined;
  return context.faults.attempt(path, undefined, () => {
    const isText = typeof pattern === 'string';
    if (!isText && !(pattern instanceof RegExp)) throw new Error('write a text or a regular expression');
    const text = isText ? pattern : re2PatternOf(pattern);
    context.tryPattern(text);
    return text;
  });
}

function bodyLimitOf(size: unknown, path: string, faults: FaultList): number {
  if (size === undefined) return DEFAULT_BODY_LIMIT_BYTES;
  const bytes = typeof size === 'string' ? parseByteSize(size) : undefined;
  if (bytes !== undefined && bytes > 0) return bytes;
  faults.add(path, "write a size above 0, such as '1MiB'");
  return DEFAULT_BODY_LIMIT_BYTES;
}

function checkNames(probes: readonly ResolvedBlackboxProbe[], path: string, faults: FaultList): void {
  const seen = new Set<string>();
  for (const { name } of probes) {
    if (!NAME.test(name)) {
      faults.add(`${path}.${name}`, 'a name is made of letters, digits, dots, dashes and underscores');
    }
    if (seen.has(name)) faults.add(`${path}.${name}`, 'there is a probe of this name already');
    seen.add(name);
  }
}
