import type { FilePosition } from '@telltale/model';

/** A text file by line and column. Lines end with LF or CRLF; columns count UTF-16 units from 1. */
export class SourceText {
  readonly file: string;
  readonly text: string;
  #lineStarts: readonly number[] | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  /** The position of an offset; offsets outside the text are moved to its nearer end. */
  positionAt(offset: number): FilePosition {
    const starts = this.#starts();
    const at = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= at) low = middle;
      else high = middle - 1;
    }
    return { file: this.file, line: low + 1, column: at - starts[low] + 1 };
  }

  /** The offset of a position in this file. */
  offsetAt({ line, column }: FilePosition): number {
    const starts = this.#starts();
    return (starts[Math.min(line, starts.length) - 1] ?? 0) + column - 1;
  }

  /** The text of a 1-based line without its ending; empty beyond the end. */
  line(line: number): string {
    const starts = this.#starts();
    if (line < 1 || line > starts.length) return '';
    const end = line < starts.length ? starts[line] - 1 : this.text.length;
    return this.text.slice(starts[line - 1], end).replace(/\r$/, '');
  }

  #starts(): readonly number[] {
    return (this.#lineStarts ??= lineStartsOf(this.text));
  }
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
