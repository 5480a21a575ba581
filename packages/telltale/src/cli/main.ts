import { CommanderError } from 'commander';
import { TelltaleError } from '@telltale/model';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT, processIo } from '../io/command-io.ts';
import { guardEnd } from '../io/guard-end.ts';
import { guardOutput } from '../io/guard-output.ts';
import { buildProgram } from './program.ts';
import { reportError } from './report-error.ts';

/** Runs the command line and sets the process's exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  guardOutput(process);
  const done = guardEnd(process);
  const exitCode = await runCli(argv, processIo());
  process.exitCode ??= exitCode;
  await done();
}

/** Runs one command; never throws and never exits the process. */
export async function runCli(argv: readonly string[], io: CommandIo): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = buildProgram(io, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.failure;
    if (!(error instanceof TelltaleError) && io.env['TELLTALE_DEBUG']) throw error;
    reportError(error, io);
    return EXIT.failure;
  }
}
