/** Something that can be seen from outside to be true of an example while it runs. */
export interface Proof<Bench> {
  /** The requirements it proves. */
  readonly rows: readonly string[];
  /** What is true, in plain words. */
  readonly title: string;
  /** Whether it takes long, so that it is not among the tests that are always run. */
  readonly isLong?: boolean;
  /** Programs it needs beside those that the example itself needs. */
  readonly needs?: readonly string[];
  /** Throws where it is not so. */
  readonly run: (bench: Bench) => Promise<void>;
}
