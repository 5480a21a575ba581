import { Command, CommanderError } from 'commander';
import { TelltaleError } from '@telltale/model';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT, processIo } from '../io/command-io.ts';
import { guardEnd } from '../io/guard-end.ts';
import { guardOutput } from '../io/guard-output.ts';
import type { Finish } from './add-command.ts';
import { ALERT_COMMANDS } from './alert-commands.ts';
import { BACKUP_COMMANDS } from './backup-commands.ts';
import { DEFINITION_COMMANDS } from './definition-commands.ts';
import { PROOF_COMMANDS } from './proof-commands.ts';
import { SIGNAL_COMMANDS } from './signal-commands.ts';
import { STATION_COMMANDS } from './station-commands.ts';
import { reportError } from './report-error.ts';
import { VERSION } from '../io/version.ts';

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

function buildProgram(io: CommandIo, finish: Finish): Command {
  const program = new Command('telltale')
    .description('Monitoring for TypeScript and Node.js services: defined once, run anywhere, proven.')
    .version(VERSION)
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.write(text), writeErr: (text) => io.writeError(text) })
    .showHelpAfterError('Run with --help for the arguments.');
  const commands = [
    ...DEFINITION_COMMANDS,
    ...PROOF_COMMANDS,
    ...STATION_COMMANDS,
    ...BACKUP_COMMANDS,
    ...SIGNAL_COMMANDS,
    ...ALERT_COMMANDS,
  ];
  for (const addCommand of commands) addCommand(program, io, finish);
  return program;
}
