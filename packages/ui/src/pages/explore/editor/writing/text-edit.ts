/** A change of a text: some characters become others, and then some are selected. */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  /** What is selected afterwards; a caret where both are the same. */
  readonly select: { readonly from: number; readonly to: number };
}

/** An edit that leaves a caret. */
export function editTo(from: number, to: number, insert: string, caret: number): TextEdit {
  return { from, to, insert, select: { from: caret, to: caret } };
}

/** The text after an edit. */
export function editedText(text: string, { from, to, insert }: TextEdit): string {
  return text.slice(0, from) + insert + text.slice(to);
}
