import type { ExpositionFormat } from '@telltale/model';
import type { EscapingScheme } from '../names/name-escaping.ts';

/** How text is written. */
export interface TextForm {
  readonly format: ExpositionFormat;
  readonly escaping: EscapingScheme;
}
