import { DEFAULT_METRICS_FORWARD } from '@telltale/definition';
import type {
  ResolvedElasticsearchForward,
  ResolvedMetricsForward,
  ResolvedOtlpForward,
} from '@telltale/definition';
import { TelltaleError } from '@telltale/model';

const ELASTICSEARCH: ReadonlyMap<string, string> = new Map([
  ['elasticsearch:', 'http'],
  ['elasticsearchs:', 'https'],
]);
const HTTP: readonly string[] = ['http:', 'https:'];
const DEFAULT_PORT = '9200';
const API_KEY_VARIABLE = 'TELLTALE_ELASTICSEARCH_API_KEY';

/**
 * Reads where log records are forwarded from an address: `http://collector:4318` is OTLP,
 * `elasticsearch://es:9200/index` is Elasticsearch, with `elasticsearchs` by TLS. The key of its API is in the
 * variable `TELLTALE_ELASTICSEARCH_API_KEY`, where it asks for one.
 *
 * @param env - variables of the environment.
 * @throws TelltaleError TT_USAGE; `source` says where the address was given.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { parseForwardLogs } from '@telltale/station';
 *
 * assert.deepEqual(parseForwardLogs('elasticsearch://es/dev-logs', '--forward.logs', {}), {
 *   kind: 'elasticsearch',
 *   url: 'http://es:9200',
 *   index: 'dev-logs',
 * });
 * ```
 */
export function parseForwardLogs(
  text: string,
  source: string,
  env: Readonly<Record<string, string | undefined>>,
): ResolvedOtlpForward | ResolvedElasticsearchForward {
  const url = URL.parse(text);
  const protocol = ELASTICSEARCH.get(url?.protocol ?? '');
  if (!url || url.hostname === '' || protocol === undefined) return parseForwardTraces(text, source);
  checkNoPassword(url, source);
  const index = decodeURIComponent(url.pathname.replace(/^\//, ''));
  return {
    kind: 'elasticsearch',
    url: `${protocol}://${url.hostname}:${url.port === '' ? DEFAULT_PORT : url.port}`,
    ...(index !== '' && { index }),
    ...(env[API_KEY_VARIABLE] && { apiKey: { env: API_KEY_VARIABLE } }),
  };
}

/**
 * Reads where spans are forwarded from an address: `http://jaeger:4318`, always OTLP.
 *
 * @throws TelltaleError TT_USAGE; `source` says where the address was given.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { parseForwardTraces } from '@telltale/station';
 *
 * const traces = parseForwardTraces('http://jaeger:4318', '--forward.traces');
 * assert.deepEqual(traces, { kind: 'otlp', url: 'http://jaeger:4318' });
 * ```
 */
export function parseForwardTraces(text: string, source: string): ResolvedOtlpForward {
  const url = URL.parse(text);
  if (!url || !HTTP.includes(url.protocol)) {
    const message = `${source} must be the address of an OTLP receiver such as http://collector:4318, or for logs elasticsearch://es:9200`;
    throw new TelltaleError('TT_USAGE', message);
  }
  checkNoPassword(url, source);
  return { kind: 'otlp', url: text };
}

/**
 * Reads where metrics are forwarded by remote write from an address with its path:
 * `http://prometheus:9090/api/v1/write`, `https://mimir/api/v1/push`.
 *
 * @throws TelltaleError TT_USAGE; `source` says where the address was given.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { parseForwardMetrics } from '@telltale/station';
 *
 * const metrics = parseForwardMetrics('http://mimir:9009/api/v1/push', '--forward.metrics');
 * assert.equal(metrics.maxSamplesPerSend, 2000);
 * ```
 */
export function parseForwardMetrics(text: string, source: string): ResolvedMetricsForward {
  const url = URL.parse(text);
  if (!url || !HTTP.includes(url.protocol) || url.pathname === '/') {
    const message = `${source} must be an address that takes remote write, with its path, such as http://prometheus:9090/api/v1/write`;
    throw new TelltaleError('TT_USAGE', message);
  }
  checkNoPassword(url, source);
  return { ...DEFAULT_METRICS_FORWARD, url: text };
}

function checkNoPassword({ password }: URL, source: string): void {
  if (password === '') return;
  const message = `${source} has a password in it, which would be shown. Name it in the definition instead: station.forward.`;
  throw new TelltaleError('TT_USAGE', message);
}
