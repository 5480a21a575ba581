import type { Facts, TaskType } from '../parsing/facts.ts';

/** A file to be extracted, and what is known to be in it. */
export interface Sample {
  readonly name: string;
  readonly type: TaskType;
  readonly content: Buffer;
  /** What must come out of it; what it does not say, nobody knows. */
  readonly known: Partial<Facts>;
}
