import type { ResolvedVariable } from '@telltale/definition';
import { fillRanges } from '@telltale/definition';
import type { DashboardFile, DashboardFileVariable } from '@telltale/formats';
import { variableUses } from '@telltale/formats';
import { parseDuration } from '@telltale/model';
import { faultOf } from './draft-rules.ts';

/** A variable that is carried over, or why it is not. */
export type DraftedVariable =
  | { readonly isKept: true; readonly variable: ResolvedVariable }
  | { readonly isKept: false; readonly source: DashboardFileVariable; readonly reason: string };

const NAME = /^(?!__)[A-Za-z]\w*$/;
const LABEL_VALUES = /^\s*label_values\s*\(\s*(?:(.+?)\s*,\s*)?([A-Za-z_]\w*)\s*\)\s*$/s;

/** The variables of a dashboard as a definition has them. The data source is no choice there, and is passed over. */
export function draftVariables({ variables }: DashboardFile): readonly DraftedVariable[] {
  const names = new Set(variables.map(({ name }) => name));
  return variables
    .filter(({ type }) => type !== 'datasource' && type !== 'constant')
    .map((source) => {
      const drafted = draftVariable(source, names);
      return typeof drafted === 'string'
        ? { isKept: false, source, reason: drafted }
        : { isKept: true, variable: drafted };
    });
}

/** `$name` in the place of Grafana's other ways to write a variable of `names`. */
export function plainVariables(text: string, names: ReadonlySet<string>): string {
  const parts: string[] = [];
  let at = 0;
  for (const { name, start, end } of variableUses(text)) {
    if (!names.has(name)) continue;
    const isFollowed = /\w/.test(text[end] ?? '');
    parts.push(text.slice(at, start), isFollowed ? `\${${name}}` : `$${name}`);
    at = end;
  }
  return parts.join('') + text.slice(at);
}

/** The fault of a query in which variables may stand. */
export function faultWithVariables(
  query: string,
  variables: readonly ResolvedVariable[],
): string | undefined {
  const intervals = variables.filter(({ kind }) => kind === 'interval').map(({ name }) => name);
  const filled = fillRanges(query, intervals);
  return filled.isSound ? faultOf(filled.text) : filled.message;
}

function draftVariable(source: DashboardFileVariable, names: ReadonlySet<string>): ResolvedVariable | string {
  const { name, type } = source;
  if (!NAME.test(name)) return 'its name is not one that a definition takes';
  // In the new form of dashboards, what a variable says stands one level further in.
  const node = source.node.get('spec') ?? source.node;
  const base = { name, label: node.get('label')?.text() || name };
  const isMulti = node.get('multi')?.boolean() ?? false;
  const text = source.query?.text() ?? '';
  switch (type) {
    case 'query':
      return labelValuesOf(text, names, {
        ...base,
        isMulti,
        hasAll: node.get('includeAll')?.boolean() ?? false,
      });
    case 'custom': {
      const options = optionsOf(text).length > 0 ? optionsOf(text) : source.values;
      return options.length === 0 ? 'it has no values' : { ...base, kind: 'list', options, isMulti };
    }
    case 'interval': {
      const options = optionsOf(text).filter((option) => (parseDuration(option) ?? 0) > 0);
      return options.length === 0 ? 'it has no ranges' : { ...base, kind: 'interval', options };
    }
    case 'textbox':
      return { ...base, kind: 'text', initial: source.values[0] ?? text };
    default:
      return `a definition has no variables of the kind ${type}`;
  }
}

type LabelValuesBase = Pick<
  Extract<ResolvedVariable, { kind: 'label-values' }>,
  'name' | 'label' | 'isMulti' | 'hasAll'
>;

function labelValuesOf(
  text: string,
  names: ReadonlySet<string>,
  base: LabelValuesBase,
): ResolvedVariable | string {
  const [, selector, values] = LABEL_VALUES.exec(text) ?? [];
  if (values === undefined) return 'its values are not those of a label: label_values(metric, label)';
  const of = selector === undefined ? `{${values}!=""}` : plainVariables(selector, names);
  const fault = faultWithVariables(of, []);
  return fault ?? { ...base, kind: 'label-values', values, of };
}

/** `a, b\, c, Name : value`: texts between commas, each perhaps with a name before it. */
function optionsOf(text: string): readonly string[] {
  const parts = text.match(/(?:\\,|[^,])+/g) ?? [];
  return parts.flatMap((part) => {
    const plain = part.replaceAll(String.raw`\,`, ',').trim();
    const value = / : (.+)$/s.exec(plain)?.[1]?.trim() ?? plain;
    return value === '' ? [] : [value];
  });
}
