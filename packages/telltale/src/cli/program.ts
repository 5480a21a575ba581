import { Command } from 'commander';
import type { CommandIo } from '../io/command-io.ts';
import { VERSION } from '../io/version.ts';
import type { Finish } from './add-command.ts';
import { ALERT_COMMANDS } from './alert-commands.ts';
import { BACKUP_COMMANDS } from './backup-commands.ts';
import { DEFINITION_COMMANDS } from './definition-commands.ts';
import { PROOF_COMMANDS } from './proof-commands.ts';
import { SIGNAL_COMMANDS } from './signal-commands.ts';
import { STATION_COMMANDS } from './station-commands.ts';
import { useClientTls } from '../server/client-tls.ts';
import { useStationToken } from '../server/station-token.ts';
import { ACCESS_COMMANDS } from './access-commands.ts';
import { clientTlsOptions } from './common-options.ts';

/** All verbs with their arguments and options; the reference of the command line is printed from it, too. */
export function buildProgram(io: CommandIo, finish: Finish): Command {
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
    ...ACCESS_COMMANDS,
    ...BACKUP_COMMANDS,
    ...SIGNAL_COMMANDS,
    ...ALERT_COMMANDS,
  ];
  for (const addCommand of commands) addCommand(program, io, finish);
  addClientTls(program);
  program.hook('preAction', (_, command) => {
    useClientTls(command.opts(), io);
    if (asksServer(command)) useStationToken(command.opts().url, io);
  });
  return program;
}

function asksServer(command: Command): boolean {
  return command.options.some(({ long }) => long === '--url');
}

/** Whatever asks a server by its address can ask it over TLS. */
function addClientTls(command: Command): void {
  if (asksServer(command)) {
    for (const option of clientTlsOptions()) command.addOption(option);
  }
  for (const inner of command.commands) addClientTls(inner);
}
