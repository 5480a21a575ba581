/* What the tests of all packages share: files of `src` do not reach out of their package themselves. */
export { hasProgram } from '../../../../test/support/counterpart.ts';
export { freePort } from '../../../../test/support/free-port.ts';
export { ROOT, runProgram, startProgram, stopProgram } from '../../../../test/support/program.ts';
export type { Program } from '../../../../test/support/program.ts';
export { suiteFolder, temporaryFolder } from '../../../../test/support/temporary-folder.ts';
export { waitFor } from '../../../../test/support/wait-for.ts';
