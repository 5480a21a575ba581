import { TemplateError } from '@telltale/formats';
import { goSlice, goStruct, isGoObject } from '../interpreter/template-value.ts';
import type { GoMap, GoSlice, TemplateMethod, TemplateValue } from '../interpreter/template-value.ts';

/** Alertmanager's `KV`: labels or annotations, with its methods. A name that is missing is the empty string. */
export function keyValues(record: Readonly<Record<string, string>>): GoMap {
  let methods: ReadonlyMap<string, TemplateMethod> | undefined;
  return {
    kind: 'map',
    type: 'template.KV',
    entries: new Map(Object.entries(record)),
    zero: '',
    // Thousands of alerts have labels, and few are asked for more than one of them.
    get methods() {
      return (methods ??= methodsOf(record));
    },
  };
}

function methodsOf(record: Readonly<Record<string, string>>): ReadonlyMap<string, TemplateMethod> {
  const names = Object.keys(record).sort(byName);
  return new Map<string, TemplateMethod>([
    ['SortedPairs', () => pairs(names, record)],
    ['Names', () => goSlice(names, '[]string')],
    ['Values', () => goSlice(valuesOf(names, record), '[]string')],
    ['Remove', ([removed]) => keyValues(without(record, textsOf(removed)))],
  ]);
}

/** The texts of a list. @throws TemplateError for anything else. */
export function textsOf(value: TemplateValue | undefined): readonly string[] {
  const items = isGoObject(value) && value.kind === 'slice' ? value.items : undefined;
  if (!items?.every((item) => typeof item === 'string'))
    throw new TemplateError('expected a list of strings');
  return items;
}

function pairs(names: readonly string[], record: Readonly<Record<string, string>>): GoSlice {
  const items = names.map((name) =>
    goStruct('template.Pair', [
      ['Name', name],
      ['Value', record[name]],
    ]),
  );
  const methods = new Map<string, TemplateMethod>([
    ['Names', () => goSlice(names, '[]string')],
    ['Values', () => goSlice(valuesOf(names, record), '[]string')],
  ]);
  return goSlice(items, 'template.Pairs', methods);
}

function valuesOf(names: readonly string[], record: Readonly<Record<string, string>>): string[] {
  return names.map((name) => record[name]);
}

function without(
  record: Readonly<Record<string, string>>,
  removed: readonly string[],
): Readonly<Record<string, string>> {
  const names = new Set(removed);
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.has(name)));
}

/** The name of the alert goes first. */
function byName(a: string, b: string): number {
  if (a === 'alertname' || b === 'alertname') return a === b ? 0 : a === 'alertname' ? -1 : 1;
  return a < b ? -1 : 1;
}
