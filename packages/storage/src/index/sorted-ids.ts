/** How much longer the other list is when looking ids up in it is quicker than walking along it. */
const LOOKUP_RATIO = 16;

/** Ids that are in both lists. Lists are ascending without repeats. */
export function intersect(a: readonly number[], b: readonly number[]): number[] {
  if (a.length > b.length) return intersect(b, a);
  if (a.length * LOOKUP_RATIO < b.length) return a.filter((id) => includes(b, id));
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

function includes(ids: readonly number[], wanted: number): boolean {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ids[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return ids[low] === wanted;
}
