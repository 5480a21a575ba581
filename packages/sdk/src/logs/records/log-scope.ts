import type { Attributes, AttributeValue } from '@telltale/model';
import type { FieldNames } from './field-names.ts';
import { readField } from './read-field.ts';
import { ValueCleaner } from './value-cleaner.ts';

/** Makes of a field what is logged of it, as pino's serializers do. */
export type Serializers = Readonly<Record<string, (value: never) => unknown>>;

/** What a logger and its children know of their level. */
export interface ScopeGate {
  /** Whether it is the logger's own, which sinks without one follow. */
  isOwn: boolean;
}

/** What a logger is made of. */
export interface ScopeParts {
  /** Name of the logger; the root has none. */
  readonly name?: string | undefined;
  /** What is told as its name where it has none. */
  readonly service: string;
  readonly fields?: Attributes;
  readonly serializers?: Serializers | undefined;
  /** Put in front of each message. */
  readonly prefix?: string;
  readonly gate?: ScopeGate;
}

const SPECIAL: ReadonlySet<string> = new Set(['trace_id', 'span_id', 'request_id', 'event', 'error']);
const NO_FIELDS: Attributes = Object.freeze(Object.create(null) as Attributes);

/** What all records of a logger have: its name, and fields that are copied once, when it is made. */
export class LogScope {
  readonly name: string | undefined;
  readonly service: string;
  readonly fields: Attributes;
  readonly hasFields: boolean;
  /** Whether none of the fields can have the name of something that a record says of itself. */
  readonly isPlain: boolean;
  readonly serializers: Serializers | undefined;
  readonly prefix: string;
  readonly gate: ScopeGate;
  /** What a format has made of it, kept by the format. */
  text: unknown;

  constructor({ name, service, fields = NO_FIELDS, serializers, prefix = '', gate }: ScopeParts) {
    this.name = name;
    this.service = service;
    this.fields = fields;
    const names = Object.keys(fields);
    this.hasFields = names.length > 0;
    this.isPlain = !names.some((each) => SPECIAL.has(each));
    this.serializers = serializers;
    this.prefix = prefix;
    this.gate = gate ?? { isOwn: false };
  }

  /** What is told as the name of the logger. */
  get logger(): string {
    return this.name ?? this.service;
  }

  /** The scope of a child, with more fields; those of the same name come first. */
  with(
    fields: unknown,
    names: FieldNames,
    parts: Pick<ScopeParts, 'serializers' | 'prefix' | 'gate'> = {},
  ): LogScope {
    const serializers = parts.serializers ? { ...this.serializers, ...parts.serializers } : this.serializers;
    return new LogScope({
      name: this.name,
      service: this.service,
      fields: this.#merged(fields, names, serializers),
      serializers,
      prefix: this.prefix + (parts.prefix ?? ''),
      gate: parts.gate ?? this.gate,
    });
  }

  /** The same under another name. */
  named(name: string): LogScope {
    const { service, fields, serializers, prefix } = this;
    return new LogScope({ name, service, fields, serializers, prefix });
  }

  #merged(fields: unknown, names: FieldNames, serializers: Serializers | undefined): Attributes {
    if (typeof fields !== 'object' || fields === null) return this.fields;
    const cleaner = new ValueCleaner(names);
    const merged: Record<string, AttributeValue> = Object.assign(Object.create(null), this.fields);
    for (const given of ownNames(fields)) {
      const { name, isSensitive } = names.of(given);
      const value = cleaner.field(serialized(given, readField(fields, given), serializers), isSensitive);
      if (value !== undefined) merged[name] = value;
    }
    return merged;
  }
}

/** What a serializer makes of a value; what it throws is told in the value's place. */
export function serialized(name: string, value: unknown, serializers: Serializers | undefined): unknown {
  if (serializers === undefined || !Object.hasOwn(serializers, name)) return value;
  try {
    return Reflect.apply(serializers[name], undefined, [value]);
  } catch {
    return '[serializer failed]';
  }
}

/** Names of the own fields; none of what does not tell them. */
function ownNames(fields: object): readonly string[] {
  try {
    return Object.keys(fields);
  } catch {
    return [];
  }
}
