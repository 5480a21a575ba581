import type { Bench } from './bench.ts';

/** Something that can be seen from outside to be true of the running migration. */
export interface Proof {
  /** The requirements it proves. */
  readonly rows: readonly string[];
  /** What is true, in plain words. */
  readonly title: string;
  /** Programs it needs beside PostgreSQL. */
  readonly needs?: readonly string[];
  /** Throws where it is not so. */
  readonly run: (bench: Bench) => Promise<void>;
}
