import { ALL_PROOFS } from '../../examples/stream-pipeline/prove/all-proofs.ts';
import { createBench } from '../../examples/stream-pipeline/prove/bench.ts';
import { postgresPrograms } from '../../examples/support/src/servers/postgres-programs.ts';
import { hasProgram } from '../support/counterpart.ts';
import { testProofs } from '../support/test-proofs.ts';

// The proofs of `npm run prove -w examples/stream-pipeline`.
const lacking = [
  ...(postgresPrograms() === undefined ? ['postgresql'] : []),
  ...(hasProgram('redis-server') ? [] : ['redis-server']),
];
testProofs({ proofs: ALL_PROOFS, createBench, lacking });
