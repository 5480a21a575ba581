import type {
  LogstashCondition,
  LogstashOperand,
  LogstashPlugin,
  LogstashStatement,
  LogstashValue,
} from '@telltale/formats';

/** What a setting can be given as: texts stand for strings, `true` and `false` for words. */
export type SettingValue = string | number | boolean | readonly string[] | Readonly<Record<string, string>>;

/** A plugin with its settings, in the order written. */
export function plugin(name: string, settings: Readonly<Record<string, SettingValue>>): LogstashPlugin {
  return {
    kind: 'plugin',
    name,
    settings: Object.entries(settings).map(([key, value]) => ({ name: key, value: valueOf(value) })),
  };
}

/** `if condition { … } else { … }`. */
export function branch(
  condition: LogstashCondition,
  body: readonly LogstashStatement[],
  otherwise: readonly LogstashStatement[] = [],
): LogstashStatement {
  return {
    kind: 'branch',
    arms: [{ condition, body }, ...(otherwise.length > 0 ? [{ body: otherwise }] : [])],
  };
}

/** A field by its path. */
export function field(...path: readonly string[]): LogstashOperand {
  return { kind: 'field', path };
}

/** Whether the event has a tag. */
export function hasTag(tag: string): LogstashCondition {
  return { kind: 'compare', operator: 'in', left: { kind: 'string', text: tag }, right: field('tags') };
}

function valueOf(value: SettingValue): LogstashValue {
  if (typeof value === 'string') return { kind: 'string', text: value };
  if (typeof value === 'number') return { kind: 'number', value };
  if (typeof value === 'boolean') return { kind: 'word', text: String(value) };
  if (isList(value)) return { kind: 'array', items: value.map((text) => ({ kind: 'string', text })) };
  return {
    kind: 'hash',
    entries: Object.entries(value).map(([key, text]) => ({ key, value: { kind: 'string', text } })),
  };
}

function isList(value: SettingValue): value is readonly string[] {
  return Array.isArray(value);
}
