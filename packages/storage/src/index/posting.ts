/** The series with one value of a label. Most values of a label with very many of them have one series. */
export interface Posting {
  readonly value: string;
  /** Ascending; one alone is not in a list, which would take three times the room. */
  ids: number | number[];
}

/** Adds a series; its id is above all others. */
export function addId(posting: Posting, id: number): void {
  if (typeof posting.ids === 'number') posting.ids = [posting.ids, id];
  else posting.ids.push(id);
}

/** The ids, ascending. The list may grow later. */
export function idsOf({ ids }: Posting): readonly number[] {
  return typeof ids === 'number' ? [ids] : ids;
}

/** Ids of any of the postings of one label, ascending. */
export function idsOfAll(postings: readonly Posting[], maxId: number): readonly number[] {
  if (postings.length === 0) return [];
  if (postings.length === 1) return idsOf(postings[0]);
  // A mark for each id is quicker than sorting, and there are few ids that no series has.
  const marks = new Uint8Array(maxId + 1);
  for (const { ids } of postings) {
    if (typeof ids === 'number') marks[ids] = 1;
    else for (const id of ids) marks[id] = 1;
  }
  const all: number[] = [];
  for (let id = marks.indexOf(1); id >= 0; id = marks.indexOf(1, id + 1)) all.push(id);
  return all;
}
