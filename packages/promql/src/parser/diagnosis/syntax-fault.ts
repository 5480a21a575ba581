import type { SourceRange } from '@telltale/model';

/** Why a text is not PromQL, and where. */
export interface SyntaxFault {
  readonly reason: string;
  readonly source: SourceRange;
}
