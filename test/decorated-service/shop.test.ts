import { ALL_PROOFS } from '../../examples/decorated-service/prove/all-proofs.ts';
import { createBench } from '../../examples/decorated-service/prove/bench.ts';
import { postgresPrograms } from '../../examples/support/src/servers/postgres-programs.ts';
import { testProofs } from '../support/test-proofs.ts';

// The proofs of `npm run prove -w examples/decorated-service`.
const lacking = postgresPrograms() === undefined ? ['postgresql'] : [];
testProofs({ proofs: ALL_PROOFS, createBench, lacking });
