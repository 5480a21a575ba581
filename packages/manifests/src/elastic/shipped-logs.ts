import type { ResolvedDefinition } from '@telltale/definition';

/** Whether the definition has its logs in Elasticsearch. */
export function shipsLogs({ logs }: ResolvedDefinition): boolean {
  return logs?.sinks.some(({ kind }) => kind === 'elasticsearch') ?? false;
}

/** Where the servers of the stack reach Elasticsearch: beside them, unless the definition names another host. */
export function elasticAddress({ logs }: ResolvedDefinition): string {
  const url = logs?.sinks.find(({ kind }) => kind === 'elasticsearch')?.url;
  const isOwn = url === undefined || /^https?:\/\/(?:localhost|127\.|\[::1\]|elasticsearch[:/])/.test(url);
  return isOwn ? 'http://elasticsearch:9200' : url;
}
