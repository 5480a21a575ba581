import { checkKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';
import type {
  ResolvedDiscovery,
  ResolvedDnsDiscovery,
  ResolvedFileDiscovery,
  ResolvedHttpDiscovery,
} from '../resolved/resolved-scrape.ts';
import type {
  DiscoveryDeclaration,
  DnsDiscovery,
  FileDiscovery,
  HttpDiscovery,
} from './discovery-declaration.ts';
import { ACCESS_OPTIONS, checkAddressWithoutSecret, resolveAccess } from './resolve-access.ts';

/** As often as Prometheus does. */
const FILE_REFRESH_MS = 300_000;
const HTTP_REFRESH_MS = 60_000;
const DNS_REFRESH_MS = 30_000;

/** A pattern is for the last part of a path, and for files that Prometheus takes. */
const FILE_PATTERN = /^[^*]*(?:\*[^*/]*)?\.(?:json|yml|yaml)$/i;
const HOST_NAME = /^[^\s/:]+$/;
const ADDRESS_TYPES: ReadonlySet<unknown> = new Set(['A', 'AAAA', 'MX', 'NS']);

/** Where addresses come from, checked, with defaults. */
export function resolveDiscovery(
  declared: DiscoveryDeclaration | readonly DiscoveryDeclaration[],
  path: string,
  faults: FaultList,
): readonly ResolvedDiscovery[] {
  const isOne = 'kind' in declared;
  const all = isOne ? [declared] : declared;
  return all.flatMap((one, index) => resolveOne(one, isOne ? path : `${path}.${index}`, faults) ?? []);
}

function resolveOne(
  declared: DiscoveryDeclaration,
  path: string,
  faults: FaultList,
): ResolvedDiscovery | undefined {
  switch (declared.kind) {
    case 'file':
      return resolveFiles(declared, path, faults);
    case 'http':
      return resolveHttp(declared, path, faults);
    case 'dns':
      return resolveDns(declared, path, faults);
    default:
      faults.add(`${path}.kind`, "write 'file', 'http' or 'dns'");
      return undefined;
  }
}

function resolveFiles(declared: FileDiscovery, path: string, faults: FaultList): ResolvedFileDiscovery {
  checkKeys(declared, ['kind', 'files', 'every'], path, faults);
  const files = listOf(declared.files, `${path}.files`, "write a path: 'targets/*.json'", faults);
  for (const file of files) {
    if (FILE_PATTERN.test(file)) continue;
    faults.add(
      `${path}.files`,
      `'${file}': write a path that ends with .json, .yml or .yaml, with * in the last part`,
    );
  }
  const refreshMs = faults.durationMs(`${path}.every`, declared.every, FILE_REFRESH_MS);
  return { kind: 'file', files, refreshMs };
}

function resolveHttp(declared: HttpDiscovery, path: string, faults: FaultList): ResolvedHttpDiscovery {
  checkKeys(declared, ['kind', 'url', 'every', ...ACCESS_OPTIONS], path, faults);
  checkAddressWithoutSecret(declared.url, `${path}.url`, 'https://inventory/targets', faults);
  return {
    kind: 'http',
    url: declared.url,
    refreshMs: faults.durationMs(`${path}.every`, declared.every, HTTP_REFRESH_MS),
    access: resolveAccess(declared, path, faults),
  };
}

function resolveDns(declared: DnsDiscovery, path: string, faults: FaultList): ResolvedDnsDiscovery {
  checkKeys(declared, ['kind', 'names', 'type', 'port', 'every'], path, faults);
  const names = listOf(declared.names, `${path}.names`, "write a name: 'shop.internal'", faults);
  for (const name of names) {
    if (!HOST_NAME.test(name))
      faults.add(`${path}.names`, `'${name}' is not a name: leave scheme and port out`);
  }
  const { type = 'SRV' } = declared;
  const port = 'port' in declared ? declared.port : undefined;
  checkDnsPort(type, port, path, faults);
  return {
    kind: 'dns',
    names,
    type,
    ...(port !== undefined && { port }),
    refreshMs: faults.durationMs(`${path}.every`, declared.every, DNS_REFRESH_MS),
  };
}

function checkDnsPort(type: string, port: unknown, path: string, faults: FaultList): void {
  if (type === 'SRV') {
    if (port !== undefined) faults.add(`${path}.port`, 'SRV records have ports of their own: leave it out');
  } else if (!ADDRESS_TYPES.has(type)) {
    faults.add(`${path}.type`, "write 'SRV', 'A', 'AAAA', 'MX' or 'NS'");
  } else if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65_535) {
    faults.add(`${path}.port`, `records of type ${type} have no port: write one from 1 to 65535`);
  }
}

function listOf(
  given: string | readonly string[],
  path: string,
  write: string,
  faults: FaultList,
): readonly string[] {
  const list = typeof given === 'string' ? [given] : given;
  if (list.length === 0 || list.includes('')) faults.add(path, write);
  return list;
}
