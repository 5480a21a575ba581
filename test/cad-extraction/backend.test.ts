import { ALL_PROOFS } from '../../examples/cad-extraction/prove/all-proofs.ts';
import { createBench } from '../../examples/cad-extraction/prove/bench.ts';
import { EXPORTERS } from '../../examples/cad-extraction/src/demo/exporters.ts';
import { postgresPrograms } from '../../examples/support/src/servers/postgres-programs.ts';
import { hasProgram } from '../support/counterpart.ts';
import { testProofs } from '../support/test-proofs.ts';

// The proofs of `npm run prove -w examples/cad-extraction`.
const lacking = [
  ...(postgresPrograms() === undefined ? ['postgresql'] : []),
  ...['redis-server', ...EXPORTERS].filter((program) => !hasProgram(program)),
];
testProofs({ proofs: ALL_PROOFS, createBench, lacking });
