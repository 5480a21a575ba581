import { formatDuration } from '@telltale/model';
import { printYamlKey, printYamlText } from '../../yaml/yaml-text.ts';

/** A field with lines below it; nothing where there are none. */
export function section(name: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${name}:`, ...lines];
}

/** A field with a list. */
export function list<Item>(
  name: string,
  items: readonly Item[],
  print: (item: Item) => readonly string[],
): readonly string[] {
  return section(
    name,
    items.flatMap((item) => listItem('  ', print(item))),
  );
}

/** The dash stands in front of the first line, the others are indented to match. */
export function listItem(indent: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => `${indent}${index === 0 ? '- ' : '  '}${line}`);
}

/** A mapping of names to texts, sorted. */
export function printLabels(
  indent: string,
  name: string,
  labels: Readonly<Record<string, string>>,
): readonly string[] {
  const names = Object.keys(labels).sort();
  const lines = names.map((label) => `${indent}  ${printYamlKey(label)}: ${printYamlText(labels[label])}`);
  return lines.length === 0 ? [] : [`${indent}${name}:`, ...lines];
}

/** A duration; nothing where it is absent, as of the functions below. */
export function duration(name: string, ms: number | undefined): readonly string[] {
  return ms === undefined ? [] : [`${name}: ${formatDuration(ms)}`];
}

/** A number, or true or false. */
export function literal(name: string, value: number | boolean | undefined): readonly string[] {
  return value === undefined ? [] : [`${name}: ${value}`];
}

/** A text. */
export function text(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`${name}: ${printYamlText(value)}`];
}
