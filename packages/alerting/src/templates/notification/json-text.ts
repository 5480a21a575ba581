import { LabelSet } from '@telltale/model';
import { TemplateError } from '@telltale/formats';
import { timeMsOf } from '../interpreter/go-time.ts';
import { formatGoTime } from '../interpreter/go-time-layout.ts';
import type { TemplateValue } from '../interpreter/template-value.ts';
import { sortedEntries } from '../interpreter/template-value.ts';

const MAX_DEPTH = 20;
const RFC_3339 = '2006-01-02T15:04:05.999999999Z07:00';

/** A value as Go's `encoding/json` writes it: without white space, `<`, `>` and `&` escaped. */
export function jsonText(value: TemplateValue): string {
  return write(value, 0).replace(
    /[<>&\u2028\u2029]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function write(value: TemplateValue, depth: number): string {
  if (depth > MAX_DEPTH) throw new TemplateError('the value is nested too deeply for JSON');
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new TemplateError('JSON has no such number');
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const item = (inner: TemplateValue): string => write(inner, depth + 1);
  if (value instanceof LabelSet) return writeEntries([...value.entries()], item);
  switch (value.kind) {
    case 'html':
      return JSON.stringify(value.text);
    case 'slice':
      return `[${value.items.map(item).join(',')}]`;
    case 'map':
      return writeEntries(sortedEntries(value), item);
    case 'struct':
      if (value.type === 'time.Time') return JSON.stringify(formatGoTime(timeMsOf(value), 'UTC', RFC_3339));
      return writeEntries(
        [...value.fields].map(([name, field]) => [
          value.type === 'template.Pair' ? name : jsonName(name),
          field,
        ]),
        item,
      );
  }
}

function writeEntries(
  entries: readonly (readonly [string, TemplateValue])[],
  item: (value: TemplateValue) => string,
): string {
  return `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${item(value)}`).join(',')}}`;
}

/** `GeneratorURL` is `generatorURL` in JSON. */
function jsonName(field: string): string {
  return field === 'NotificationReason'
    ? 'notification_reason'
    : field.charAt(0).toLowerCase() + field.slice(1);
}
