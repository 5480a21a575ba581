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

/** Which rows of a list are on screen. Rows may be of any height; one pass over all of them. */
export function layOutRows(input: RowLayoutInput): RowLayout {
  const { length, usualPx, topPx, viewPx, spare } = input;
  const heightOf = (index: number): number => input.heightAt(index) || usualPx;
  let totalPx = 0;
  let first = length;
  let last = length;
  for (let index = 0; index < length; index++) {
    if (last === length && totalPx > topPx + viewPx) last = index;
    totalPx += heightOf(index);
    if (first === length && totalPx > topPx) first = index;
  }
  const start = Math.max(0, Math.min(first, length - 1) - spare);
  const end = Math.min(length, Math.max(first, last) + spare);
  return { start, end, beforePx: sum(0, start, heightOf), afterPx: sum(end, length, heightOf) };
}

/** How far from the top of the list a row begins. */
export function topOfRow(index: number, heightAt: (index: number) => number, usualPx: number): number {
  return sum(0, index, (row) => heightAt(row) || usualPx);
}

function sum(from: number, to: number, heightOf: (index: number) => number): number {
  let px = 0;
  for (let index = from; index < to; index++) px += heightOf(index);
  return px;
}
