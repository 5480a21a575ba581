import type { LogIndex, ResolvedDefinition } from '@telltale/definition';
import { logIndex } from '@telltale/definition';

/** The index of a definition: of its logs, else of what the service itself sends to Elasticsearch. */
export function logIndexOf({ logs, service }: ResolvedDefinition): LogIndex {
  return logIndex(logs?.index ?? logs?.sinks.find(({ index }) => index !== undefined)?.index, service);
}
