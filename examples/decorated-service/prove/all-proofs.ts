import type { Proof } from 'telltale-example-support/proving';

import type { Bench } from './bench.ts';
import { ALERT_PROOFS } from './proofs/alert-proofs.ts';
import { LOG_PROOFS } from './proofs/log-proofs.ts';
import { METRIC_PROOFS } from './proofs/metric-proofs.ts';
import { TRACE_PROOFS } from './proofs/trace-proofs.ts';

/** Everything that is proven, in the order of the list. */
export const ALL_PROOFS: readonly Proof<Bench>[] = [
  ...METRIC_PROOFS,
  ...LOG_PROOFS,
  ...TRACE_PROOFS,
  ...ALERT_PROOFS,
];
