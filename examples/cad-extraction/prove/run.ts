import { proveAll } from 'telltale-example-support/proving';

import { ALL_PROOFS } from './all-proofs.ts';
import { createBench } from './bench.ts';

await proveAll(ALL_PROOFS, createBench);
