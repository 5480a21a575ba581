import type { AttributeValue, Attributes } from '../../attributes/attributes.ts';
import type { FieldTable } from './document-fields.ts';
import { DocumentFields, isFieldTable } from './document-fields.ts';

/** Groups of Elastic's schema that say something of the program rather than of what happened. */
const GROUPS: readonly string[] = [
  'agent',
  'cloud',
  'container',
  'data_stream',
  'ecs',
  'host',
  'kubernetes',
  'orchestrator',
  'os',
  'process',
  'service',
];
const GROUP_NAMES: ReadonlySet<string> = new Set(GROUPS);

/** What pino and bunyan call them. */
const ALIASES = [
  ['hostname', 'host.name', 'string'],
  ['pid', 'process.pid', 'number'],
] as const;

/** Takes what is known of the program out of a document, under names of OpenTelemetry: `host.name`. */
export function takeResource(fields: DocumentFields): FieldTable {
  const resource = Object.create(null) as FieldTable;
  for (const name of Object.keys(fields.rest)) {
    const value = fields.rest[name];
    const [group] = name.split('.', 1);
    if (!GROUP_NAMES.has(group) || (group === name && !isFieldTable(value))) continue;
    delete fields.rest[name];
    flatten(resource, name, value);
  }
  for (const [alias, name, type] of ALIASES) {
    const value = fields.take([alias], (found) => (typeof found === type ? found : undefined));
    if (value !== undefined) resource[name] ??= value;
  }
  return resource;
}

function flatten(into: Record<string, AttributeValue>, name: string, value: AttributeValue): void {
  if (!isFieldTable(value)) {
    into[name] = value;
    return;
  }
  for (const inner of Object.keys(value)) flatten(into, `${name}.${inner}`, value[inner]);
}

/** Programs whose resources are known at most; they are forgotten together. */
const MAX_RESOURCES = 1000;

/** Gives records of one program the same object. */
export class ResourceTable {
  readonly #resources = new Map<string, Attributes>();

  same(resource: Attributes): Attributes {
    const key = JSON.stringify(resource);
    const known = this.#resources.get(key);
    if (known) return known;
    if (this.#resources.size >= MAX_RESOURCES) this.#resources.clear();
    this.#resources.set(key, resource);
    return resource;
  }
}
