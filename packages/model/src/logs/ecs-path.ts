/** Where Elastic's common schema has a place for what every record has, by our names. */
const RECORD_PLACES: ReadonlyMap<string, readonly string[]> = new Map([
  ['service', ['service', 'name']],
  ['logger', ['log', 'logger']],
  ['level', ['log', 'level']],
  ['message', ['message']],
  ['trace_id', ['trace', 'id']],
  ['span_id', ['span', 'id']],
]);

/** Where the schema has a place for attributes, by OpenTelemetry's names and ours. */
const ATTRIBUTE_PLACES: ReadonlyMap<string, readonly string[]> = new Map([
  ['request_id', ['http', 'request', 'id']],
  ['exception.type', ['error', 'type']],
  ['exception.message', ['error', 'message']],
  ['exception.stacktrace', ['error', 'stack_trace']],
  ['event.name', ['event', 'action']],
  ['host.name', ['host', 'name']],
  ['process.pid', ['process', 'pid']],
  ['service.version', ['service', 'version']],
  ['service.namespace', ['service', 'namespace']],
  ['service.instance.id', ['service', 'node', 'name']],
  ['deployment.environment', ['service', 'environment']],
  ['deployment.environment.name', ['service', 'environment']],
]);

const RESOURCE_PREFIX = 'resource.';

/**
 * Where an attribute of a record, or of the program it is of, stands in a document of Elastic's common schema.
 * Attributes that the schema has no place for stand below `app`, where they clash with nobody's; those of the program
 * below `labels`, as texts, whose names have no dots.
 */
export function ecsPath(name: string, of: 'record' | 'resource'): readonly string[] {
  return (
    ATTRIBUTE_PLACES.get(name) ?? (of === 'record' ? ['app', name] : ['labels', name.replaceAll('.', '_')])
  );
}

/** The name in such a document of a field of log queries: `level` is `log.level`, `cart` is `app.cart`. */
export function ecsFieldName(field: string): string {
  const isOfProgram = field.startsWith(RESOURCE_PREFIX);
  const path = isOfProgram
    ? ecsPath(field.slice(RESOURCE_PREFIX.length), 'resource')
    : (RECORD_PLACES.get(field) ?? ecsPath(field, 'record'));
  return path.join('.');
}
