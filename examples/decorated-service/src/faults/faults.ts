import type { ProgramName } from '../sites.ts';

/** Something that goes wrong on purpose. */
export interface Fault {
  /** The program that it happens in. */
  readonly program: ProgramName;
  /** What happens, in plain words. */
  readonly what: string;
  /** The alert that tells of it. */
  readonly alert: string;
}

/** All faults by name. */
export const FAULTS = {
  slow: {
    program: 'pricing',
    what: 'the database takes three seconds for a price',
    alert: 'high_latency',
  },
  errors: {
    program: 'pricing',
    what: 'the database does not know the table of the prices',
    alert: 'high_errors',
  },
  memory: { program: 'orders', what: 'the orders hold 400 MB more', alert: 'high_memory' },
} as const satisfies Readonly<Record<string, Fault>>;

/** Name of a fault. */
export type FaultName = keyof typeof FAULTS;
