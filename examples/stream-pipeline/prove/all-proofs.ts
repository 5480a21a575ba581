import type { Proof } from 'telltale-example-support/proving';

import type { Bench } from './bench.ts';
import { ALERT_PROOFS } from './proofs/alert-proofs.ts';
import { ALERTMANAGER_PROOFS } from './proofs/alertmanager-proofs.ts';
import { DASHBOARD_PROOFS } from './proofs/dashboard-proofs.ts';
import { FIGURE_PROOFS } from './proofs/figure-proofs.ts';
import { FINAL_PROOFS, RECOVERY_PROOFS } from './proofs/recovery-proofs.ts';

/** Everything that is proven, in the order of the list. */
export const ALL_PROOFS: readonly Proof<Bench>[] = [
  ...FIGURE_PROOFS,
  ...DASHBOARD_PROOFS,
  ...RECOVERY_PROOFS,
  ...ALERT_PROOFS,
  ...ALERTMANAGER_PROOFS,
  ...FINAL_PROOFS,
];
