/** Ids that are in both lists. Lists are ascending without repeats. */
export function intersect(a: readonly number[], b: readonly number[]): number[] {
  const result: number[] = [];
  let j = 0;
  for (const id of a) {
    while (j < b.length && b[j] < id) j++;
    if (j === b.length) break;
    if (b[j] === id) result.push(id);
  }
  return result;
}

/** Ids of `a` that are not in `b`. */
export function subtract(a: readonly number[], b: readonly number[]): number[] {
  const result: number[] = [];
  let j = 0;
  for (const id of a) {
    while (j < b.length && b[j] < id) j++;
    if (b[j] !== id) result.push(id);
  }
  return result;
}

/** Ids of any of the lists; the lists have no id in common. */
export function union(lists: readonly (readonly number[])[]): readonly number[] {
  if (lists.length === 1) return lists[0];
  return lists.flat().sort((a, b) => a - b);
}
