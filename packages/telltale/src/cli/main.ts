import { Command, CommanderError, Option } from 'commander';
import { TelltaleError } from '@telltale/model';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT, processIo } from '../io/command-io.ts';
import { guardEnd } from '../io/guard-end.ts';
import { guardOutput } from '../io/guard-output.ts';
import { reportError } from './report-error.ts';
import { VERSION } from '../io/version.ts';
import { keepHeapSmall } from '../settings/heap-growth.ts';

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

type Finish = (exitCode: number) => void;

/** Commands load their code when they run: `telltale --help` must not pay for the engine. */
function buildProgram(io: CommandIo, finish: Finish): Command {
  const program = new Command('telltale')
    .description('Monitoring for TypeScript and Node.js services: defined once, run anywhere, proven.')
    .version(VERSION)
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.write(text), writeErr: (text) => io.writeError(text) })
    .showHelpAfterError('Run with --help for the arguments.');
  addInit(program, io, finish);
  addUp(program, io, finish);
  addCheck(program, io, finish);
  addProve(program, io, finish);
  addGen(program, io, finish);
  addTypes(program, io, finish);
  addQuery(program, io, finish);
  addBackfill(program, io, finish);
  addExport(program, io, finish);
  addAdvise(program, io, finish);
  return program;
}

function configOption(): Option {
  return new Option('-c, --config <file>', 'the definition (default: telltale.config.ts, found upwards)');
}

function environmentOption(): Option {
  return new Option('--env <name>', 'environment of the definition (default: TELLTALE_ENV)');
}

function jsonOption(): Option {
  return new Option('--json', 'machine-readable output');
}

function addInit(program: Command, io: CommandIo, finish: Finish): void {
  program
    .command('init')
    .description('write a definition, of the files that other tools have where there are some')
    .option('--from <source...>', 'prometheus.yml, rule files, alertmanager.yml, dashboards, a metrics page')
    .option('-o, --out <file>', 'where to write', 'telltale.config.ts')
    .option('--service <name>', "name of the service (default: the folder's)")
    .addOption(jsonOption())
    .action(async (options) => {
      const { initCommand } = await import('../commands/init.ts');
      finish(await initCommand(options, io));
    });
}

function addUp(program: Command, io: CommandIo, finish: Finish): void {
  program
    .command('up')
    .description('start the station: scrape, store, alert and show, in one process')
    .addOption(configOption())
    .addOption(environmentOption())
    .option('-s, --scrape <address...>', 'scrape HOST:PORT/metrics, with or without a definition')
    .option('--native-histograms', 'read native histograms of the addresses given with --scrape')
    .option('-p, --port <port>', 'port on 127.0.0.1 (default: TELLTALE_PORT or 4400)')
    .option('-d, --data <folder>', 'data folder', '.telltale')
    .option('--retention.time <duration>', 'how long samples are kept (TELLTALE_RETENTION_TIME, or 15d)')
    .option('--retention.size <size>', 'the most the data folder may hold (TELLTALE_RETENTION_SIZE)')
    .option('--query.timeout <duration>', 'how long a query may take (TELLTALE_QUERY_TIMEOUT, or 2m)')
    .option('--query.experimental', 'answer the parts of PromQL that Prometheus calls experimental')
    .option('--query.closed-windows', 'range windows as in Prometheus 2, to compare results with it')
    .option('--no-host', 'do not collect figures of this machine')
    .action(async (options) => {
      keepHeapSmall();
      const { upCommand } = await import('../commands/up.ts');
      finish(await upCommand(options, io));
    });
}

function addCheck(program: Command, io: CommandIo, finish: Finish): void {
  const preset = new Option('--preset <preset>', 'recommended (default), or strict: all rules');
  const failOn = new Option('--fail-on <severity>', 'exit with 1 from this severity on (default: error)');
  program
    .command('check')
    .description(
      'find alerts that can never fire, queries of what does not exist, and stacks that do not work',
    )
    .argument('[path...]', 'files or folders', ['.'])
    .option('-m, --metrics <source>', 'metrics page (file, URL or HOST:PORT) or catalog.json: what exists')
    .option('--no-definition', 'do not run telltale.config.ts: for folders that you do not trust')
    .addOption(environmentOption())
    .addOption(preset.choices(['recommended', 'strict']))
    .addOption(failOn.choices(['error', 'warning', 'info']))
    .option('--changed [commit]', 'only files that differ from a commit (default: the last)')
    .option('--baseline <file>', 'only findings that this file does not have')
    .option('--write-baseline', 'write the findings to the file of --baseline')
    .option('--fix', 'make the changes that mend findings, then check again')
    .option('--all', 'print every finding in full, however many there are')
    .addOption(jsonOption())
    .option('--sarif', 'SARIF 2.1.0, for code hosts and editors')
    .option('--junit', 'JUnit XML, for CI')
    .option('--github', 'annotations of GitHub Actions')
    .option('--rules', 'list the rules instead')
    .option('--explain <rule>', 'say all about a rule instead')
    .addHelpText('after', CHECK_EXIT_CODES)
    .action(async (paths: string[], options) => {
      const { explainRuleCommand, listRulesCommand } = await import('../commands/check-rules.ts');
      if (options.explain !== undefined) return finish(explainRuleCommand(options, io));
      if (options.rules) return finish(listRulesCommand(options, io));
      const { checkCommand } = await import('../commands/check.ts');
      finish(await checkCommand({ ...options, paths }, io));
    });
}

const CHECK_EXIT_CODES = `
Exit codes: 0 no errors; 1 errors (or as --fail-on says), or rules that could not be read; 2 not checked.`;

function addProve(program: Command, io: CommandIo, finish: Finish): void {
  program
    .command('prove')
    .description('see an alert fire, arrive and resolve, with milliseconds per hop')
    .argument('[alert]', 'name of the alert; all alerts without it')
    .addOption(configOption())
    .addOption(environmentOption())
    .addOption(jsonOption())
    .action(async (alert: string | undefined, options) => {
      const { proveCommand } = await import('../commands/prove.ts');
      finish(await proveCommand({ ...options, alert }, io));
    });
}

function addTypes(program: Command, io: CommandIo, finish: Finish): void {
  program
    .command('types')
    .description('declare the metrics of a page, for programs in other languages')
    .argument('<source>', 'file, URL or HOST:PORT of a metrics page')
    .option('-o, --out <file>', 'TypeScript file to write (default: standard output)')
    .action(async (source: string, options) => {
      const { typesCommand } = await import('../commands/types.ts');
      finish(await typesCommand({ ...options, source }, io));
    });
}

function addGen(program: Command, io: CommandIo, finish: Finish): void {
  program
    .command('gen')
    .description('write the files of the stack from the definition')
    .argument('<what>', 'all, prometheus, alertmanager, grafana, compose, docs …; anything else lists them')
    .addOption(configOption())
    .option('-o, --out <folder>', 'where to write (default: the folder of the definition)')
    .option('--check', 'write nothing, and fail where a file is not as the definition says')
    .option('--force', 'replace files that were not generated, too')
    .option('--env <name>', 'the environment of the definition')
    .option('--target <program=version>', 'write for an older server, such as prometheus=2.42')
    .option('--ha', 'two of everything that can be lost')
    .option('--network <where>', 'where the servers run: compose, or host')
    .option('--dashboards <for>', 'who reads the dashboards: provision, import or api')
    .option('--web-user <name:hash...>', 'who may ask Prometheus, with a bcrypt hash')
    .option('--web-tls <certificate,key>', "files of Prometheus' own certificate")
    .action(async (what: string, options) => {
      const { genCommand } = await import('../commands/gen.ts');
      finish(await genCommand({ ...options, what }, io));
    });
}

function addQuery(program: Command, io: CommandIo, finish: Finish): void {
  program
    .command('query')
    .description('ask a station, or any Prometheus-compatible server')
    .argument('[expression]', 'PromQL, or the name of a saved query; lists the saved queries without it')
    .option('-u, --url <url>', 'address of the server (default: the station on TELLTALE_PORT or 4400)')
    .option('--at <time>', 'another moment than now: 2026-01-31T12:00:00Z or Unix seconds')
    .option('-r, --range <duration>', 'the last 5m, 1h … instead of now')
    .option('--step <duration>', 'distance of the points of a range')
    .addOption(jsonOption())
    .action(async (expression: string | undefined, options) => {
      const { queryCommand } = await import('../commands/query.ts');
      finish(await queryCommand({ ...options, expression }, io));
    });
}

function addBackfill(program: Command, io: CommandIo, finish: Finish): void {
  program
    .command('backfill')
    .description('write old samples into the data folder of a station that does not run')
    .argument('<file...>', 'OpenMetrics or text format with timestamps, also gzipped; - is standard input')
    .option('-d, --data <folder>', 'data folder', '.telltale')
    .addOption(configOption())
    .addOption(environmentOption())
    .option('--retention.time <duration>', "leave out older samples (default: the definition's, or 15d)")
    .option('--format <format>', 'openmetrics (seconds) or text (milliseconds); told by the first time')
    .option('--skip-bad-lines', 'count lines that cannot be read, and go on')
    .addOption(jsonOption())
    .action(async (files: string[], options) => {
      const { backfillCommand } = await import('../commands/backfill.ts');
      finish(await backfillCommand({ ...options, files }, io));
    });
}

function addExport(program: Command, io: CommandIo, finish: Finish): void {
  program
    .command('export')
    .description('write samples as an OpenMetrics page with timestamps, as backfill reads it')
    .argument('[selector...]', 'which series, such as http_requests_total{job="api"}; all without it')
    .option('-d, --data <folder>', 'data folder of a station that does not run', '.telltale')
    .option('-u, --url <url>', 'a running station or Prometheus instead')
    .option('--start <time>', 'first moment: 2026-01-31T12:00:00Z or Unix seconds')
    .option('--end <time>', 'last moment')
    .option('-r, --range <duration>', 'the last 5m, 1h …; with --url 15d unless told')
    .option('-o, --out <file>', 'file to write, gzipped where it ends with .gz')
    .addOption(jsonOption())
    .action(async (selectors: string[], options) => {
      const { exportCommand } = await import('../commands/export.ts');
      finish(await exportCommand({ ...options, selectors }, io));
    });
}

function addAdvise(program: Command, io: CommandIo, finish: Finish): void {
  program
    .command('advise')
    .description('say what is stored and unused, which thresholds are calm, and how long there is room')
    .argument('<topic>', 'capacity, memory, cardinality, retention, thresholds or unused')
    .argument('[path...]', 'files or folders with definitions, rules and dashboards', ['.'])
    .option('-u, --url <url>', 'a station or Prometheus (default: the station on TELLTALE_PORT or 4400)')
    .option('--series <count>', 'capacity: planned number of series')
    .option('--interval <duration>', 'capacity: planned scrape interval')
    .option('--retention <duration>', 'capacity: planned retention')
    .option('-r, --range <duration>', 'thresholds: how far to look back (default: 7d)')
    .option('--per-week <count>', 'thresholds: how often an alert may fire (default: 1)')
    .option('--fix <file>', 'unused: write relabelling that leaves them out')
    .addOption(environmentOption())
    .addOption(jsonOption())
    .action(async (topic: string, paths: string[], options) => {
      const { adviseCommand } = await import('../commands/advise.ts');
      finish(await adviseCommand({ ...options, topic, paths }, io));
    });
}
