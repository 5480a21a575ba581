import { printYamlComment, printYamlField, printYamlKey, printYamlText } from './yaml-text.ts';

/** What YAML and JSON can say. Keys whose value is `undefined` are left out. */
export type YamlValue = string | number | boolean | null | readonly YamlValue[] | YamlMapping;

/** A mapping; its keys are printed in the order in which they were written. */
export interface YamlMapping {
  readonly [key: string]: YamlValue | undefined;
}

/**
 * Prints a YAML document: `header` as comments, then the mapping. The same value always gives the same
 * text, and every YAML reader (1.1 and 1.2) reads back exactly what was printed.
 */
export function printYamlDocument(value: YamlMapping, header: readonly string[] = []): string {
  const body = entriesOf(value).flatMap(([key, child]) => fieldLines(key, child));
  return `${[...printYamlComment('', header), ...(body.length === 0 ? ['{}'] : body)].join('\n')}\n`;
}

/** Prints several documents into one file, with `---` between them; `header` stands once at the top. */
export function printYamlDocuments(values: readonly YamlMapping[], header: readonly string[] = []): string {
  const [first = {}, ...rest] = values;
  return [printYamlDocument(first, header), ...rest.map((value) => `---\n${printYamlDocument(value)}`)].join(
    '',
  );
}

function entriesOf(value: YamlMapping): readonly (readonly [string, YamlValue])[] {
  return Object.entries(value).flatMap(([key, child]) =>
    child === undefined ? [] : [[key, child] as const],
  );
}

/** The lines of `key: value`, without indent. */
function fieldLines(key: string, value: YamlValue): readonly string[] {
  if (typeof value === 'string') return printYamlField('', key, value).split('\n');
  const name = printYamlKey(key);
  const inline = inlineText(value);
  if (inline !== undefined) return [`${name}: ${inline}`];
  return [`${name}:`, ...nestedLines(value).map(indented)];
}

/** A value that stands on the line of its key; `undefined` where it needs lines of its own. */
function inlineText(value: YamlValue): string | undefined {
  if (value === null) return 'null';
  if (typeof value === 'string') return printYamlText(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return String(value);
  if (isList(value)) return value.length === 0 ? '[]' : undefined;
  return entriesOf(value).length === 0 ? '{}' : undefined;
}

function nestedLines(value: YamlValue): readonly string[] {
  if (isList(value)) return value.flatMap(itemLines);
  if (typeof value !== 'object' || value === null) return [inlineText(value) ?? ''];
  return entriesOf(value).flatMap(([key, child]) => fieldLines(key, child));
}

function itemLines(item: YamlValue): readonly string[] {
  const inline = inlineText(item);
  if (inline !== undefined) return [`- ${inline}`];
  return nestedLines(item).map((line, index) => (index === 0 ? `- ${line}` : indented(line)));
}

/** Empty lines of a literal block have no indent. */
function indented(line: string): string {
  return line === '' ? '' : `  ${line}`;
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  return Number.isFinite(value) ? String(value) : value > 0 ? '.inf' : '-.inf';
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}
