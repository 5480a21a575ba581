import type { DeclarationPart, FoundDeclaration } from '../catalogue/found-declaration.ts';
import type { FindingPlace } from '../finding.ts';

/** A metric as it is declared, and where. */
export interface MetricDeclaration extends Omit<FoundDeclaration, 'ranges'> {
  readonly origin: 'definition' | 'javascript' | 'python' | 'guide';
  /** Base unit, where the declaration says it. */
  readonly unit: string | undefined;
  /** How many values each label may have at most, where that is said. */
  readonly maxValues: ReadonlyMap<string, number>;
  /** Whether it comes from an exporter, whose names are not the author's. */
  readonly isForeign: boolean;
  readonly placeOf: (part: DeclarationPart) => FindingPlace;
}
