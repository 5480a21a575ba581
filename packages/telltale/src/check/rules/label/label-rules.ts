import type { CheckRule } from '../../check-rule.ts';
import { labelHighCardinalityName } from './high-cardinality-name.ts';
import { labelNoneOnDimensioned } from './none-on-dimensioned.ts';
import { labelPiiSecret } from './pii-secret.ts';
import { labelTargetClash } from './target-clash.ts';

/** Rules of declared labels. */
export const LABEL_RULES: readonly CheckRule[] = [
  labelHighCardinalityName,
  labelNoneOnDimensioned,
  labelPiiSecret,
  labelTargetClash,
];
