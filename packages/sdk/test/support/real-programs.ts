/* What tests with real programs need of the repository's own test support. */
export { hasProgram } from '../../../../test/support/counterpart.ts';
export { suiteFolder } from '../../../../test/support/temporary-folder.ts';
export { waitFor } from '../../../../test/support/wait-for.ts';
