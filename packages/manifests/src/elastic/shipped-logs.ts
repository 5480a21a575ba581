import type { ResolvedDefinition, ResolvedLogs } from '@telltale/definition';

type Sink = ResolvedLogs['sinks'][number];

/**
 * How the logs of a service reach Elasticsearch, each record once: the service sends them itself, it sends
 * them to the collector, or Filebeat reads them and sends them through Logstash.
 */
export type LogsWay = 'direct' | 'collector' | 'shipper';

/**
 * The way of a definition's logs: direct with such a sink; with an index by the collector where they go
 * there, and by Filebeat otherwise. `undefined` where they do not go to Elasticsearch.
 */
export function logsWay({ logs, traces }: ResolvedDefinition): LogsWay | undefined {
  if (logs === undefined) return undefined;
  if (hasSink(logs, 'elasticsearch')) return 'direct';
  if (logs.index === undefined) return undefined;
  return traces?.enabled && hasSink(logs, 'otlp') ? 'collector' : 'shipper';
}

/**
 * The file that Filebeat reads: of several the one that gets the least severe records, which has those of
 * the others too.
 */
export function shippedFile({ logs }: ResolvedDefinition): string | undefined {
  if (logs === undefined) return undefined;
  const severity = ({ level = logs.level }: Sink): number => LEVELS.indexOf(level);
  const files = logs.sinks.filter(({ kind, path }) => kind === 'file' && path !== undefined);
  return files.toSorted((one, other) => severity(one) - severity(other))[0]?.path;
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** Where the servers of the stack reach Elasticsearch: beside them, unless the definition names another host. */
export function elasticAddress({ logs }: ResolvedDefinition): string {
  const url = logs?.sinks.find(({ kind }) => kind === 'elasticsearch')?.url;
  const isOwn = url === undefined || /^https?:\/\/(?:localhost|127\.|\[::1\]|elasticsearch[:/])/.test(url);
  return isOwn ? 'http://elasticsearch:9200' : url;
}

function hasSink({ sinks }: ResolvedLogs, wanted: Sink['kind']): boolean {
  return sinks.some(({ kind }) => kind === wanted);
}
