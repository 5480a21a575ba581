import { given } from '../options/given.ts';
import type { WithUnknownKeys } from '../options/unknown-keys.ts';
import { unknownKeys } from '../options/unknown-keys.ts';
import type { LogLevelName } from './level-name.ts';

/** The type of an event's field; `?` behind it: the field may be left out. */
export type LogFieldType =
  | 'string'
  | 'number'
  | 'boolean'
  | 'string?'
  | 'number?'
  | 'boolean?'
  /** One of these texts. */
  | readonly string[];

/** Fields of an event by name. */
export type LogEventFields = Readonly<Record<string, LogFieldType>>;

/** What {@link event} takes beside the fields. */
export interface LogEventOptions {
  /** Severity of the event; `info` by default. */
  readonly level?: LogLevelName;
  /** What is told to people; the name of the event by default. */
  readonly message?: string;
}

/** An event that is logged by its name, with fields of known types. */
export interface LogEventDeclaration<Fields extends LogEventFields = LogEventFields> extends WithUnknownKeys {
  readonly kind: 'event';
  readonly fields: Fields;
  readonly level: LogLevelName;
  readonly message?: string;
}

/** Declared events by name. */
export type LogEventDeclarations = Readonly<Record<string, LogEventDeclaration>>;

interface TypeOfField {
  string: string;
  number: number;
  boolean: boolean;
}

type ValueOf<Type extends LogFieldType> = Type extends readonly (infer Text)[]
  ? Text
  : Type extends `${infer Name extends keyof TypeOfField}?`
    ? TypeOfField[Name]
    : Type extends keyof TypeOfField
      ? TypeOfField[Type]
      : never;

type OptionalFields<Fields extends LogEventFields> = {
  [Name in keyof Fields]: Fields[Name] extends `${string}?` ? Name : never;
}[keyof Fields];

/** What is logged with an event: a value for each field that is not optional. */
export type LogEventInput<Fields extends LogEventFields> = {
  readonly [Name in Exclude<keyof Fields, OptionalFields<Fields>>]: ValueOf<Fields[Name]>;
} & { readonly [Name in OptionalFields<Fields>]?: ValueOf<Fields[Name]> };

/**
 * Declares an event: a log record that programs and people find by its name, `t.log.event('name', { … })`. The
 * compiler refuses other names and other fields.
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { instrument } from '@telltale/sdk';
 * import { defineMonitoring, event } from '@telltale/sdk/define';
 *
 * const t = instrument(
 *   defineMonitoring({
 *     service: 'migration',
 *     logs: {
 *       sinks: [{ kind: 'file', path: 'migration.log' }],
 *       events: { migration_started: event({ database: 'string', tables: 'number' }) },
 *     },
 *   }),
 * );
 * t.log.event('migration_started', { database: 'parts.db', tables: 5 });
 * await t.shutdown();
 * console.log(readFileSync('migration.log', 'utf8').includes('"tables":5')); // true
 * ```
 */
export function event<const Fields extends LogEventFields>(
  fields: Fields,
  options: LogEventOptions = {},
): LogEventDeclaration<Fields> {
  const { level = 'info', message } = given(options);
  return {
    kind: 'event',
    fields,
    level,
    ...(message !== undefined && { message }),
    ...unknownKeys(options, ['level', 'message']),
  };
}
