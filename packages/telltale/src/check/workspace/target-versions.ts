import type { VersionedProgram } from '@telltale/manifests';

/** A version that a program is to have. */
export interface TargetVersion {
  /** As written, without `v`: `3`, `2.53`. What it leaves open stands for the newest of its kind. */
  readonly text: string;
  readonly numbers: readonly number[];
}

/** The programs that are to be upgraded, and to what. */
export type TargetVersions = ReadonlyMap<VersionedProgram, TargetVersion>;
