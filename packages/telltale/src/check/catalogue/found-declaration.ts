import type { SourceRange } from '@telltale/model';
import type { DeclaredMetric } from './known-series.ts';

/** A metric as a text declares it, with the places of its parts. */
export interface FoundDeclaration {
  readonly name: string;
  readonly kind: DeclaredMetric['kind'];
  /** The empty string where there is none; absent where it is computed. */
  readonly help: string | undefined;
  /** Absent where they are computed, or not said. */
  readonly labels: readonly string[] | undefined;
  /** Upper bounds as they are written, `+Inf` included; absent where none are, or where they are computed. */
  readonly buckets: readonly number[] | undefined;
  /** Whether buckets are given at all. */
  readonly hasBuckets: boolean;
  /** Where each part stands; a part that is not written, where the name does. */
  readonly ranges: Readonly<Record<DeclarationPart, SourceRange>>;
}

/** A part of a declaration that a finding can be about. */
export type DeclarationPart = 'name' | 'help' | 'labels' | 'buckets';
