import type { Proof } from 'telltale-example-support/proving';

import type { Bench } from './bench.ts';
import { ALERT_PROOFS } from './proofs/alert-proofs.ts';
import { CORRELATION_PROOFS } from './proofs/correlation-proofs.ts';
import { DASHBOARD_PROOFS } from './proofs/dashboard-proofs.ts';
import { FIGURE_PROOFS } from './proofs/figure-proofs.ts';
import { HEALTH_PROOFS } from './proofs/health-proofs.ts';
import { LEGACY_PROOFS } from './proofs/legacy-proofs.ts';

/** Everything that is proven, in the order of the list. */
export const ALL_PROOFS: readonly Proof<Bench>[] = [
  ...FIGURE_PROOFS,
  ...DASHBOARD_PROOFS,
  ...CORRELATION_PROOFS,
  ...LEGACY_PROOFS,
  ...HEALTH_PROOFS,
  ...ALERT_PROOFS,
];
