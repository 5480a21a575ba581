import { Option } from 'commander';
import type { AddCommand } from './add-command.ts';
import { jsonOption } from './common-options.ts';

const SERVER_EXIT_CODES = '\nExit codes: 0 done; 2 not done: wrong arguments, or no server.';
const FIRE_EXIT_CODES = `
Exit codes: 0 every receiver was told; 1 one was not, the route tells nobody, or nobody answered in time
(--ack); 2 not done: wrong arguments, an unknown alert, or no server.`;
const WHY_EXIT_CODES = '\nExit codes: 0 somebody was told; 1 something keeps it silent; 2 not known.';
const DELIVER_EXIT_CODES = `
Exit codes: 0 every receiver took the test message; 1 one did not, or there is none; 2 not done.`;

function urlOption(): Option {
  return new Option(
    '-u, --url <url>',
    'a station or an Alertmanager (default: the station on TELLTALE_PORT or 4400)',
  );
}

const MATCHERS = 'name of an alert, or matchers such as team=a or severity=~"page|ticket"';

const addSilence: AddCommand = (program, io, finish) => {
  const silence = program.command('silence').description('mute alerts for a time');
  silence
    .command('add')
    .description('mute the alerts that satisfy all matchers')
    .argument('<matcher...>', MATCHERS)
    .requiredOption('-m, --comment <text>', 'why')
    .option('--for <duration>', 'how long (default: 1h)')
    .option('--until <time>', 'until when: 2026-01-31T12:00:00Z or Unix seconds')
    .option('--author <name>', 'whose silence it is (default: who is logged in)')
    .addOption(urlOption())
    .addOption(jsonOption())
    .addHelpText('after', SERVER_EXIT_CODES)
    .action(async (matchers: string[], options) => {
      const { silenceAddCommand } = await import('../commands/silence.ts');
      finish(await silenceAddCommand({ ...options, matchers }, io));
    });
  silence
    .command('list')
    .description('list silences')
    .argument('[matcher...]', MATCHERS)
    .option('--expired', 'those that have ended too')
    .addOption(urlOption())
    .addOption(jsonOption())
    .addHelpText('after', SERVER_EXIT_CODES)
    .action(async (matchers: string[], options) => {
      const { silenceListCommand } = await import('../commands/silence.ts');
      finish(await silenceListCommand({ ...options, matchers }, io));
    });
  silence
    .command('expire')
    .description('end silences now')
    .argument('<id...>', 'ids as `telltale silence list` shows them')
    .addOption(urlOption())
    .addOption(jsonOption())
    .addHelpText('after', SERVER_EXIT_CODES)
    .action(async (ids: string[], options) => {
      const { silenceExpireCommand } = await import('../commands/silence.ts');
      finish(await silenceExpireCommand({ ...options, ids }, io));
    });
};

const addAlert: AddCommand = (program, io, finish) => {
  const alert = program.command('alert').description('see what fires, and test that receivers are told');
  alert
    .command('list')
    .description('list the alerts that fire, who is told, and what mutes them')
    .argument('[matcher...]', MATCHERS)
    .addOption(urlOption())
    .addOption(jsonOption())
    .addHelpText('after', SERVER_EXIT_CODES)
    .action(async (matchers: string[], options) => {
      const { alertListCommand } = await import('../commands/alert-list.ts');
      finish(await alertListCommand({ ...options, matchers }, io));
    });
  alert
    .command('fire')
    .description('send a synthetic alert, marked [DRILL], through the real routes to the real receivers')
    .argument('<name>', 'name of the alert')
    .option('-l, --label <name=value...>', 'labels that the series of a real alert would give')
    .option('--timeout <duration>', 'how long delivery is waited for (default: 6m)')
    .option('--ack <duration>', 'wait so long for somebody to silence it, and tell when that was')
    .addOption(urlOption())
    .addOption(jsonOption())
    .addHelpText('after', FIRE_EXIT_CODES)
    .action(async (name: string, options) => {
      const { alertFireCommand } = await import('../commands/alert-fire.ts');
      finish(await alertFireCommand({ ...options, name }, io));
    });
  alert
    .command('why')
    .description('say what keeps an alert from being heard of, step by step')
    .argument('<name>', 'name of the alert')
    .addOption(urlOption())
    .addOption(jsonOption())
    .addHelpText('after', WHY_EXIT_CODES)
    .action(async (alertName: string, options) => {
      const { alertWhyCommand } = await import('../commands/alert-why.ts');
      finish(await alertWhyCommand({ ...options, alertName }, io));
    });
  alert
    .command('deliver')
    .description('send a test message to receivers of a running station')
    .argument('[receiver...]', 'names of receivers')
    .option('--all', 'all receivers')
    .addOption(urlOption())
    .addOption(jsonOption())
    .addHelpText('after', DELIVER_EXIT_CODES)
    .action(async (receivers: string[], options) => {
      const { alertDeliverCommand } = await import('../commands/alert-deliver.ts');
      finish(await alertDeliverCommand({ ...options, receivers }, io));
    });
};

/** Commands about alerts that a running server knows. */
export const ALERT_COMMANDS: readonly AddCommand[] = [addSilence, addAlert];
