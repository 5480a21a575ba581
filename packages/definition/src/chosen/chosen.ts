/** What is chosen of a variable, in the place of a label's value. */
export interface ChosenValue {
  /** Name of the variable. */
  readonly variable: string;
  /** Whether it is one text; otherwise a pattern, which several chosen values make. */
  readonly isOne: boolean;
}

/** What is chosen of a variable, in the place of a range. */
export interface ChosenRange {
  /** Name of the variable. */
  readonly variable: string;
  /** What is chosen at first. */
  readonly initial: string;
}

/** Tells what stands for a choice from what is written out. */
export function isChosen(value: unknown): value is { readonly variable: string } {
  return (
    typeof value === 'object' && value !== null && 'variable' in value && typeof value.variable === 'string'
  );
}
