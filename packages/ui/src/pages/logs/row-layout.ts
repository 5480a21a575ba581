/** Where the rows of a list stand. */
export interface RowLayout {
  /** The first row that has to be there, and the first after it that has not. */
  readonly start: number;
  readonly end: number;
  /** Room of the rows before and after those. */
  readonly beforePx: number;
  readonly afterPx: number;
}

/** What a layout is made from. */
export interface RowLayoutInput {
  readonly length: number;
  /** Height of a row; 0 where it is the usual one. */
  readonly heightAt: (index: number) => number;
  readonly usualPx: number;
  /** How far the list is scrolled, and how much of it can be seen. */
  readonly topPx: number;
  readonly viewPx: number;
  /** Rows that are there beyond either edge. */
  readonly spare: number;
}

/**
 * Which rows of a list are on screen. Rows may be of any height: those above are gone through one by one, those below
 * are taken to be as high as usual, so that the top of a long list costs nothing.
 */
export function layOutRows(input: RowLayoutInput): RowLayout {
  const { length, usualPx, topPx, viewPx, spare } = input;
  const heightOf = (index: number): number => input.heightAt(index) || usualPx;
  let px = 0;
  let first = 0;
  while (first < length && px + heightOf(first) <= topPx) px += heightOf(first++);
  let last = first;
  while (last < length && px <= topPx + viewPx) px += heightOf(last++);
  const start = Math.max(0, Math.min(first, length - 1) - spare);
  const end = Math.min(length, last + spare);
  return { start, end, beforePx: topOfRow(start, heightOf, usualPx), afterPx: (length - end) * usualPx };
}

/** How far from the top of the list a row begins. */
export function topOfRow(index: number, heightAt: (index: number) => number, usualPx: number): number {
  let px = 0;
  for (let row = 0; row < index; row++) px += heightAt(row) || usualPx;
  return px;
}
