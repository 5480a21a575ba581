import { sameBytes, viewOf } from '@telltale/model';
import type { SeriesHandle } from './reading-sink.ts';

const FIRST_BYTES = 4096;
const FIRST_LINES = 64;

/**
 * The lines of a page, in order, without their values: a program writes the same page again and again. A line is the
 * text of a series, or a whole line that is no sample.
 */
export class PageMemory {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  #view = viewOf(this.#bytes);
  /** Where each line begins, and where the last one ends. */
  #starts = new Int32Array(FIRST_LINES);
  readonly #series: (SeriesHandle | undefined)[] = [];
  #otherLines = 0;

  /** Number of lines. */
  get length(): number {
    return this.#series.length;
  }

  /** Number of lines that are no sample. */
  get otherLines(): number {
    return this.#otherLines;
  }

  /** The series of a line; `undefined` for one that is no sample. */
  seriesAt(line: number): SeriesHandle | undefined {
    return this.#series[line];
  }

  /** Where a line ends that begins at `at` with the text of a line here; -1 where another stands there. */
  match(line: number, page: DataView, at: number): number {
    const start = this.#starts[line];
    const end = this.#starts[line + 1];
    const pageEnd = at + end - start;
    return pageEnd <= page.byteLength && sameBytes(this.#view, start, end, page, at) ? pageEnd : -1;
  }

  /** Adds a line, and tells its series where it is. */
  add(page: Buffer, start: number, end: number, series: SeriesHandle | undefined): void {
    const line = this.#series.length;
    const at = this.#starts[line];
    this.#reserve(at + end - start);
    page.copy(this.#bytes, at, start, end);
    this.#starts[line + 1] = at + end - start;
    this.#series.push(series);
    if (series === undefined) this.#otherLines++;
    else series.place = line;
  }

  /** The first lines, as a memory of their own. */
  firstLines(count: number): PageMemory {
    const memory = new PageMemory();
    for (let line = 0; line < count; line++) memory.addFrom(this, line);
    return memory;
  }

  /** Adds a line of another memory. */
  addFrom(other: PageMemory, line: number): void {
    this.add(other.#bytes, other.#starts[line], other.#starts[line + 1], other.#series[line]);
  }

  #reserve(bytes: number): void {
    if (bytes > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(bytes, this.#bytes.length * 2));
      this.#bytes.copy(larger);
      this.#bytes = larger;
      this.#view = viewOf(larger);
    }
    if (this.#series.length + 2 > this.#starts.length) {
      const larger = new Int32Array(this.#starts.length * 2);
      larger.set(this.#starts);
      this.#starts = larger;
    }
  }
}
