/** One measurement that stands for the others of its series or bucket: usually the trace it happened in. */
export interface Exemplar {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly timestampMs: number;
}
