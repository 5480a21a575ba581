import type { Line } from './line-buffer.ts';

/** What can be done from a line. Always the same object, so that lines need not be drawn anew. */
export interface LineDeeds {
  /** Opens or closes it. */
  readonly toggle: (line: Line) => void;
  /** Shows only lines with this value of a field, or only others. */
  readonly filter: (field: string, value: string, isNot: boolean) => void;
  /** Gives a field a column, or takes it away. */
  readonly column: (name: string, isThere: boolean) => void;
  /** Shows what the same service logged before and after. */
  readonly around: (line: Line) => void;
  /** Shows the trace that it belongs to. */
  readonly trace: (line: Line) => void;
  /** Goes to what happened around it. */
  readonly story: (line: Line) => void;
  /** Copies the line as JSON. */
  readonly copyJson: (line: Line) => void;
  /** Copies an address that shows the line and what is around it. */
  readonly copyLink: (line: Line) => void;
  readonly copyText: (text: string, what: string) => void;
}
