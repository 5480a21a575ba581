/** What is wrong with a message, and by which document. */
export interface Fault {
  readonly rule: string;
  /** URL of the document the rule comes from. */
  readonly document: string;
}

/** Faults as one text; a document is named behind the last of its rules. */
export function formatFaults(faults: readonly Fault[]): string {
  return faults
    .map(({ rule, document }, i) =>
      faults[i + 1]?.document === document ? rule : `${rule} (see ${document})`,
    )
    .join('; ');
}
