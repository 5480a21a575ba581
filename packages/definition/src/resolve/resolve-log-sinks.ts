import { parseByteSize, parseSeverity, SEVERITY_NAMES } from '@telltale/model';
import { checkKeys } from '../faults/check-keys.ts';
import { checkSecret } from '../faults/check-secret.ts';
import type { FaultList } from '../faults/fault-list.ts';
import type {
  ElasticsearchSinkDeclaration,
  FileSinkDeclaration,
  LogFormat,
  LogSinkDeclaration,
} from '../logs/logs-declaration.ts';
import type { ResolvedLogSink } from '../resolved/resolved-logs.ts';

const REMOTE = ['buffer', 'spool', 'spoolSize'];
const SINK_OPTIONS: Readonly<Record<LogSinkDeclaration['kind'], readonly string[]>> = {
  console: ['stream'],
  file: ['path', 'maxSize', 'maxFiles', 'daily', 'gzip'],
  elasticsearch: ['url', 'hosts', 'index', 'apiKey', 'username', 'password', ...REMOTE],
  otlp: ['url', 'headers', ...REMOTE],
  station: ['url', 'token', ...REMOTE],
};
const FORMATS: readonly LogFormat[] = ['json', 'text', 'ecs', 'simple'];
const MAX_FILE_BYTES = 10 * 1024 ** 2;
const MAX_FILES = 5;

/** A sink, checked, with its defaults; none where it is of no kind. */
export function resolveLogSink(
  sink: LogSinkDeclaration,
  path: string,
  faults: FaultList,
): readonly ResolvedLogSink[] {
  if (!Object.hasOwn(SINK_OPTIONS, sink.kind)) {
    faults.add(`${path}.kind`, `write one of ${Object.keys(SINK_OPTIONS).join(', ')}`);
    return [];
  }
  checkKeys(sink, ['kind', 'level', 'format', ...SINK_OPTIONS[sink.kind]], path, faults);
  const { kind, level: said, format } = sink;
  const level = typeof said === 'string' ? parseSeverity(said) : undefined;
  if (said !== undefined && !level) faults.add(`${path}.level`, `write one of ${SEVERITY_NAMES.join(', ')}`);
  if (format !== undefined && !FORMATS.includes(format))
    faults.add(`${path}.format`, `write one of ${FORMATS.join(', ')}`);
  const base = {
    kind,
    ...(level && { level }),
    ...((format ?? formatOf(kind)) && { format: format ?? formatOf(kind) }),
  };
  return [{ ...base, ...partsOf(sink, path, faults) }];
}

/** A console decides by whether it is a terminal. */
function formatOf(kind: LogSinkDeclaration['kind']): LogFormat | undefined {
  return kind === 'console' ? undefined : 'json';
}

function partsOf(sink: LogSinkDeclaration, path: string, faults: FaultList): Partial<ResolvedLogSink> {
  switch (sink.kind) {
    case 'console': {
      const { stream } = sink;
      if (stream !== undefined && stream !== 'stdout' && stream !== 'stderr')
        faults.add(`${path}.stream`, 'write stdout or stderr');
      return stream === undefined ? {} : { stream };
    }
    case 'file':
      return resolveFile(sink, path, faults);
    case 'otlp': {
      checkUrl(sink.url, `${path}.url`, faults);
      const { headers } = sink;
      for (const [name, value] of Object.entries(headers ?? {}))
        if (typeof value !== 'string') checkSecret(value, `${path}.headers.${name}`, 'OTLP_TOKEN', faults);
      return { url: sink.url, ...(headers && { headers }), ...resolveRemote(sink, path, faults) };
    }
    case 'station': {
      const { url, token } = sink;
      if (url !== undefined) checkUrl(url, `${path}.url`, faults);
      if (token !== undefined) checkSecret(token, `${path}.token`, 'TELLTALE_TOKEN', faults);
      return {
        ...(url !== undefined && { url }),
        ...(token && { token }),
        ...resolveRemote(sink, path, faults),
      };
    }
    case 'elasticsearch':
      return { ...resolveElasticsearch(sink, path, faults), ...resolveRemote(sink, path, faults) };
  }
}

function resolveFile(
  { path: file, maxSize, maxFiles = MAX_FILES, daily, gzip }: FileSinkDeclaration,
  path: string,
  faults: FaultList,
): Partial<ResolvedLogSink> {
  if (typeof file !== 'string' || file === '') faults.add(`${path}.path`, 'write the path of the file');
  if (!Number.isInteger(maxFiles) || maxFiles < 1)
    faults.add(`${path}.maxFiles`, 'write a whole number from 1 on');
  for (const [name, value] of Object.entries({ daily, gzip }))
    if (value !== undefined && typeof value !== 'boolean')
      faults.add(`${path}.${name}`, 'write true or false');
  return {
    path: file,
    maxBytes: bytesOf(maxSize, `${path}.maxSize`, '10MB', faults) ?? MAX_FILE_BYTES,
    maxFiles,
    ...(daily !== undefined && { daily }),
    ...(gzip !== undefined && { gzip }),
  };
}

function resolveElasticsearch(
  sink: ElasticsearchSinkDeclaration,
  path: string,
  faults: FaultList,
): Partial<ResolvedLogSink> {
  const { url, hosts, index, apiKey, username, password } = sink;
  const addresses = hosts === undefined ? [] : hosts.map(addressOf);
  for (const [place, address] of addresses.entries()) checkUrl(address, `${path}.hosts.${place}`, faults);
  const [first = url] = addresses;
  if (url !== undefined || first === undefined) checkUrl(url, `${path}.url`, faults);
  if (apiKey !== undefined) checkSecret(apiKey, `${path}.apiKey`, 'ELASTIC_API_KEY', faults);
  if (password !== undefined) checkSecret(password, `${path}.password`, 'ELASTIC_PASSWORD', faults);
  if (index !== undefined && (typeof index !== 'string' || index === ''))
    faults.add(`${path}.index`, "write the name of an index, such as 'service-logs'");
  return {
    ...(first !== undefined && { url: first }),
    ...(addresses.length > 1 && { hosts: addresses }),
    ...(index !== undefined && { index }),
    ...(apiKey && { apiKey }),
    ...(username !== undefined && { username }),
    ...(password && { password }),
  };
}

/** Elasticsearch's own clients take hosts without a protocol. */
function addressOf(host: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(host) ? host : `http://${host}`;
}

function resolveRemote(
  {
    buffer,
    spool,
    spoolSize,
  }: { readonly buffer?: string; readonly spool?: unknown; readonly spoolSize?: string },
  path: string,
  faults: FaultList,
): Partial<ResolvedLogSink> {
  const isSpool = spool === undefined || spool === false || (typeof spool === 'string' && spool !== '');
  if (!isSpool) faults.add(`${path}.spool`, 'write the path of a folder, or false');
  const bufferBytes = bytesOf(buffer, `${path}.buffer`, '8MB', faults);
  const spoolBytes = bytesOf(spoolSize, `${path}.spoolSize`, '64MB', faults);
  return {
    ...(bufferBytes !== undefined && { bufferBytes }),
    ...((spool === false || typeof spool === 'string') && { spool }),
    ...(spoolBytes !== undefined && { spoolBytes }),
  };
}

function bytesOf(
  size: string | undefined,
  path: string,
  example: string,
  faults: FaultList,
): number | undefined {
  if (size === undefined) return undefined;
  const bytes = typeof size === 'string' ? parseByteSize(size) : undefined;
  if (!bytes) faults.add(path, `write a size such as '${example}'`);
  return bytes || undefined;
}

function checkUrl(url: unknown, path: string, faults: FaultList): void {
  if (typeof url === 'string' && URL.parse(url) !== null) return;
  faults.add(path, `'${typeof url === 'string' ? url : typeof url}' is not an address`);
}
