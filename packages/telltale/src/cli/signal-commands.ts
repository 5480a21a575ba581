import type { AddCommand } from './add-command.ts';
import { jsonOption, stationUrlOption } from './common-options.ts';

const EXIT_CODES = `
Exit codes: 0 done, also where nothing matches or Ctrl-C ended it; 2 not done: wrong arguments, or no station.`;
const LOG_QUERIES = `
Queries: words and "phrases" in the message, /regexp/, level:error, level>=warn, service:shop, trace:ID,
field:value, field:pay*, field:~"a|b", field>5, field:*, NOT, OR, parentheses. -- stands before a query that
begins with a hyphen.
${EXIT_CODES}`;
const TRACE_QUERIES = `
Queries: service:shop operation:"GET /pay" status:error duration>250ms field:value; all of it holds for one span.
${EXIT_CODES}`;
const RUN_EXIT_CODES = `
Exit codes: that of the command; 128 and the number of the signal that ended it; 126 or 127 where it cannot be
started; 2 for wrong arguments.`;

const addLogs: AddCommand = (program, io, finish) => {
  program
    .command('logs')
    .description('search the log records of a station, count or follow them')
    .argument('[query...]', 'what is looked for; everything without it')
    .option('--since <time>', 'how long ago, or a time: 2026-01-31T12:00:00Z or Unix seconds (default: 1h)')
    .option('--until <time>', 'the same (default: now)')
    .option('-n, --limit <count>', 'the newest so many (default: 100; 10 with --follow)')
    .option('-l, --level <level>', 'this severity and what is more severe')
    .option('--service <name>', 'of this service')
    .option('-f, --follow', 'go on with what comes')
    .option('-C, --context <count>', 'so many records of the same service around each')
    .option('--counts', 'count in steps, by severity')
    .option('--step <duration>', 'length of the steps')
    .addOption(stationUrlOption())
    .option('--json', 'JSON: a record a line; one document with --counts')
    .addHelpText('after', LOG_QUERIES)
    .action(async (query: string[], options) => {
      const { logsCommand } = await import('../commands/logs.ts');
      finish(await logsCommand({ ...options, query }, io));
    });
};

const addTraces: AddCommand = (program, io, finish) => {
  program
    .command('traces')
    .description('search the traces of a station, show one, or compare them')
    .argument('[query...]', 'what is looked for, or the id of a trace; everything without it')
    .option('--since <time>', 'how long ago, or a time: 2026-01-31T12:00:00Z or Unix seconds (default: 1h)')
    .option('--until <time>', 'the same (default: now)')
    .option('-n, --limit <count>', 'so many (default: 20; 200 of each set with --compare)')
    .option('--slowest', 'the slowest instead of the newest')
    .option('--map', 'services, and who calls whom: rate, errors, duration')
    .option('--stats', 'operations: rate, errors, duration')
    .option('--compare', 'what is different of those that match from the rest, or from the time before')
    .option('--against <query>', 'compare with what matches this')
    .option('--offset <duration>', 'compare with the time so long before')
    .addOption(stationUrlOption())
    .addOption(jsonOption())
    .addHelpText('after', TRACE_QUERIES)
    .action(async (query: string[], options) => {
      const { tracesCommand } = await import('../commands/traces.ts');
      finish(await tracesCommand({ ...options, query }, io));
    });
};

const addRun: AddCommand = (program, io, finish) => {
  program
    .command('run')
    .description('run any program and send what it writes to a station, as log records')
    .usage('[options] -- <command...>')
    .argument('<command...>', 'the program and its arguments')
    .option('--name <service>', 'name of the service (default: OTEL_SERVICE_NAME, or the program)')
    .addOption(stationUrlOption())
    .addHelpText('after', RUN_EXIT_CODES)
    .action(async (command: string[], options) => {
      const { runCommand } = await import('../commands/run.ts');
      finish(await runCommand({ ...options, command }, io));
    });
};

/** Commands about logs and traces. */
export const SIGNAL_COMMANDS: readonly AddCommand[] = [addLogs, addTraces, addRun];
