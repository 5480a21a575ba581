import { LabelSet } from '@telltale/model';
import type { Rule } from '@telltale/model';

/**
 * What tells the rules of a group apart over restarts and reloads: kind, name and static labels; the
 * position counts only among equals.
 */
export function ruleKeys(rules: readonly Rule[]): string[] {
  const known = new Map<string, number>();
  return rules.map(({ kind, name, labels }) => {
    const base = JSON.stringify([kind, name, LabelSet.of(labels).toJSON()]);
    const count = (known.get(base) ?? 0) + 1;
    known.set(base, count);
    return count === 1 ? base : `${base}#${count}`;
  });
}

/** What names a group among those of all files. */
export function groupKeyOf({ file, name }: { readonly file: string; readonly name: string }): string {
  return `${file};${name}`;
}
