import type { LabelSet } from '@telltale/model';

/** What became of one label. */
export type LabelChange =
  | { readonly kind: 'added'; readonly name: string; readonly value: string }
  | { readonly kind: 'removed'; readonly name: string; readonly value: string }
  | { readonly kind: 'changed'; readonly name: string; readonly value: string; readonly from: string };

/** What is different between two sets of labels, by name. */
export function labelChanges(before: LabelSet, after: LabelSet): readonly LabelChange[] {
  const names = [...new Set([...before.names, ...after.names])].toSorted();
  return names.flatMap((name): LabelChange[] => {
    const [from, value] = [before.get(name), after.get(name)];
    if (from === value) return [];
    if (from === '') return [{ kind: 'added', name, value }];
    return value === '' ? [{ kind: 'removed', name, value: from }] : [{ kind: 'changed', name, value, from }];
  });
}
