import type { Proof } from 'telltale-example-support/proving';

import type { Bench } from './bench.ts';
import { ALERT_PROOFS } from './proofs/alert-proofs.ts';
import { DASHBOARD_PROOFS } from './proofs/dashboard-proofs.ts';
import { EXTRACTION_PROOFS } from './proofs/extraction-proofs.ts';
import { FIGURE_PROOFS } from './proofs/figure-proofs.ts';
import { RECOVERY_PROOFS } from './proofs/recovery-proofs.ts';

/** Everything that is proven, in the order of the list. */
export const ALL_PROOFS: readonly Proof<Bench>[] = [
  ...EXTRACTION_PROOFS,
  ...FIGURE_PROOFS,
  ...DASHBOARD_PROOFS,
  ...RECOVERY_PROOFS,
  ...ALERT_PROOFS,
];
