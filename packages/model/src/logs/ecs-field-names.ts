/** What the fields of every log record are called in Elastic's common schema, by our names. */
export const ECS_FIELD_NAMES: ReadonlyMap<string, string> = new Map([
  ['service', 'service.name'],
  ['logger', 'log.logger'],
  ['level', 'log.level'],
  ['message', 'message'],
  ['trace_id', 'trace.id'],
  ['span_id', 'span.id'],
]);
