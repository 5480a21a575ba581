import type { SourceRange } from '@telltale/model';

/** A variable where a text uses it. */
export interface VariableUse extends SourceRange {
  readonly name: string;
}

/** `$name`, `${name}`, `${name.field:format}`, `[[name]]`, `[[name:format]]`. */
const VARIABLE = /\$(\w+)|\$\{(\w+)[^}]*\}|\[\[(\w+)(?::\w+)?\]\]/g;

/**
 * The variables a text uses, in order. `$1` is none: that is how regular expressions name their
 * groups, and a variable of Grafana cannot be called so.
 */
export function variableUses(text: string): readonly VariableUse[] {
  const uses: VariableUse[] = [];
  for (const match of text.matchAll(VARIABLE)) {
    const name = match[1] ?? match[2] ?? match[3];
    if (!/^\d+$/.test(name)) uses.push({ name, start: match.index, end: match.index + match[0].length });
  }
  return uses;
}

/** Whether Grafana itself fills a variable in: its names start with two underscores. */
export function isBuiltInVariable(name: string): boolean {
  return name.startsWith('__') || name === 'timeFilter';
}
