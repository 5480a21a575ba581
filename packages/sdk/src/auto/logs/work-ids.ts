import { currentContext } from '../../context/context.ts';
import { activeSpanIds } from '../../opentelemetry/active-span.ts';

/** Adds the ids of trace, span and request to a record of somebody else's, as far as it has none of that name. */
export function addWorkIds(record: object): readonly string[] {
  const span = activeSpanIds();
  const requestId = currentContext()?.requestId;
  if ((span === undefined && requestId === undefined) || !Object.isExtensible(record)) return [];
  const ids = { trace_id: span?.traceId, span_id: span?.spanId, request_id: requestId };
  const added: string[] = [];
  for (const [name, id] of Object.entries(ids)) {
    if (id === undefined || name in record) continue;
    if (Reflect.set(record, name, id)) added.push(name);
  }
  return added;
}
