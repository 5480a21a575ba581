import type { Bench } from './bench.ts';

/** Something that can be seen from outside to be true of the running pipeline. */
export interface Proof {
  /** The requirements it proves. */
  readonly rows: readonly string[];
  /** What is true, in plain words. */
  readonly title: string;
  /** Whether it takes long, so that it is not among the tests that are always run. */
  readonly isLong?: boolean;
  /** Programs it needs beside PostgreSQL and Redis. */
  readonly needs?: readonly string[];
  /** Throws where it is not so. */
  readonly run: (bench: Bench) => Promise<void>;
}
