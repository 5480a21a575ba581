const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '>', '<', '>=', '<=']);

/** Whether an operator compares, and so filters unless `bool` is given. */
export function isComparison(op: string): boolean {
  return COMPARISONS.has(op);
}

/** The operator with its sides exchanged. */
export function mirrored(op: string): string {
  return op.replace(/[<>]/, (sign) => (sign === '<' ? '>' : '<'));
}
