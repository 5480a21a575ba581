import type { Proof } from 'telltale-example-support/proving';

import type { Bench } from './bench.ts';
import { DEFINITION_PROOFS } from './proofs/definition-proofs.ts';
import { FAULT_PROOFS } from './proofs/fault-proofs.ts';
import { PAGE_PROOFS } from './proofs/page-proofs.ts';
import { PROMETHEUS_PROOFS } from './proofs/prometheus-proofs.ts';
import { PUSH_PROOFS } from './proofs/push-proofs.ts';

/** Everything that is proven, in the order of the list. */
export const ALL_PROOFS: readonly Proof<Bench>[] = [
  ...PAGE_PROOFS,
  ...FAULT_PROOFS,
  ...PUSH_PROOFS,
  ...PROMETHEUS_PROOFS,
  ...DEFINITION_PROOFS,
];
