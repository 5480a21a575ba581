import { ALL_PROOFS } from '../../examples/ai-gateway/prove/all-proofs.ts';
import { createBench } from '../../examples/ai-gateway/prove/bench.ts';
import { postgresPrograms } from '../../examples/support/src/servers/postgres-programs.ts';
import { hasProgram } from '../support/counterpart.ts';
import { testProofs } from '../support/test-proofs.ts';

// The proofs of `npm run prove -w examples/ai-gateway`.
const lacking = [
  ...(postgresPrograms() === undefined ? ['postgresql'] : []),
  ...(hasProgram('redis-server') ? [] : ['redis-server']),
];
testProofs({ proofs: ALL_PROOFS, createBench, lacking });
