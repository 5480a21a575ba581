import { Option } from 'commander';
import type { AddCommand } from './add-command.ts';

const HELP = `
Roles: sender sends metrics, logs, traces and alerts; viewer sees everything; editor also silences, saves dashboards and
runs tests; admin may do everything.

The entry is written to standard output, the secret to standard error: only its hash stands in the file.`;

const addAccess: AddCommand = (program, io, finish) => {
  const access = program
    .command('access')
    .description('who may do what at a station: entries for the file of `telltale up --access`')
    .addHelpText('after', HELP);
  access
    .command('token')
    .description('a new token for a program')
    .argument('<name>', 'the program, as it is shown and audited')
    .addOption(roleOption())
    .action(async (name: string, options) => {
      const { accessTokenCommand } = await import('../commands/access.ts');
      finish(await accessTokenCommand({ ...options, name }, io));
    });
  access
    .command('user')
    .description('somebody with a password, for the sign-in page and for Basic authentication')
    .argument('<name>', 'the user')
    .addOption(roleOption())
    .option('--password-stdin', 'read the password from standard input; one is made up without it')
    .action(async (name: string, options) => {
      const { accessUserCommand } = await import('../commands/access.ts');
      finish(await accessUserCommand({ ...options, name }, io));
    });
};

function roleOption(): Option {
  return new Option('-r, --role <role>', 'sender, viewer, editor or admin').makeOptionMandatory();
}

/** Commands about who may do what. */
export const ACCESS_COMMANDS: readonly AddCommand[] = [addAccess];
