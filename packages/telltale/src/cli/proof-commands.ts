import { Option } from 'commander';
import type { AddCommand } from './add-command.ts';
import { configOption, environmentOption, jsonOption, stationUrlOption } from './common-options.ts';

const CHECK_EXIT_CODES = `
Exit codes: 0 no errors; 1 errors (or as --fail-on says), or rules that could not be read; 2 not checked.`;

const addCheck: AddCommand = (program, io, finish) => {
  const preset = new Option('--preset <preset>', 'recommended (default), or strict: all rules');
  const failOn = new Option('--fail-on <severity>', 'exit with 1 from this severity on (default: error)');
  program
    .command('check')
    .description(
      'find alerts that can never fire, queries of what does not exist, and stacks that do not work',
    )
    .argument('[path...]', 'files or folders', ['.'])
    .option(
      '-m, --metrics [source]',
      'what exists: a metrics page (file, URL or HOST:PORT) or catalog.json; without one: is every declared metric collected?',
    )
    .option('--health', 'ask the running services instead whether they are well')
    .option('--wait <duration>', 'with --health or --metrics: try what fails again, for so long')
    .option('-u, --url <url>', 'with --health or --metrics: a station or Prometheus (default: the one here)')
    .option('-c, --config <file>', 'with --health or --metrics: the definition')
    .option('--no-definition', 'do not run telltale.config.ts: for folders that you do not trust')
    .addOption(environmentOption())
    .addOption(preset.choices(['recommended', 'strict']))
    .addOption(failOn.choices(['error', 'warning', 'info']))
    .option(
      '--target-versions <list>',
      'what these versions would refuse, ignore or read otherwise, such as prometheus=3,grafana=13,alertmanager=0.31',
    )
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
      const { checkRunningCommand, isOfRunning } = await import('../commands/check-running.ts');
      if (isOfRunning(options)) return finish(await checkRunningCommand(options, io));
      const { checkCommand } = await import('../commands/check.ts');
      finish(await checkCommand({ ...options, paths }, io));
    });
};

const PROVE_HELP = `
Levels, each with those before it:
  0 parses                  query and templates are well formed
  1 references exist        every metric, label and value is one that the programs can expose
  2 fires and resolves      on made-up series; stays quiet on series that are well
  3 survives missed scrapes and the end of its target is noticed
  4 reaches its receivers   at 03:00 and at 15:00; nothing that fires with it hides it
  5 accepted by receivers   each at its own protocol, by strict local sinks
  6 real servers            Prometheus and Alertmanager, with the generated configuration
  7 live drill              the running service made it fire (--from app; TELLTALE_DRILLS=on there)

Exit codes: 0 all alerts reach the level that is asked; 1 one does not; 2 nothing was proven.`;

const addProve: AddCommand = (program, io, finish) => {
  const from = new Option('--from <where>', 'app: the running service moves its own instruments: level 7');
  const servers = new Option('--with <servers>', 'prove with real servers too: level 6');
  program
    .command('prove')
    .description('see alerts fire, arrive and resolve, with milliseconds per hop')
    .argument('[alert...]', 'names of alerts; all without one. A single one is shown in full')
    .addOption(configOption())
    .addOption(environmentOption())
    .addOption(servers.choices(['prometheus']))
    .addOption(from.choices(['app']))
    .option('--live', 'ask the station whether it has series for all that alerts look at')
    .option('--save', 'let the station keep the proofs')
    .option('--stored', 'show the proofs that the station keeps, and prove nothing')
    .option('--url <address>', 'the station (default: the one here)')
    .option('--level <level>', 'the level that every alert must reach (default: the highest that is tried)')
    .option('--html <file>', 'write the report as one page, for a browser or to pass on')
    .option('--real', 'tell the real receivers, marked [DRILL], after a question')
    .option('--yes', 'with --real: do not ask')
    .addOption(jsonOption())
    .addHelpText('after', PROVE_HELP)
    .action(async (alerts: string[], options) => {
      const { proveCommand } = await import('../commands/prove.ts');
      finish(await proveCommand({ ...options, alerts }, io));
    });
};

const DRIFT_EXIT_CODES = `
Exit codes: 0 all is as defined; 1 something is not; 2 not compared.`;

const addDrift: AddCommand = (program, io, finish) => {
  program
    .command('drift')
    .description('compare the definition with what the servers run')
    .addOption(configOption())
    .addOption(environmentOption())
    .option('--url <address>', 'a station, for rules, targets, metrics and routing (default: the one here)')
    .option('--prometheus <address>', 'a Prometheus: rules, targets, metrics, queries')
    .option('--alertmanager <address>', 'an Alertmanager: routes, receivers, inhibitions')
    .option('--grafana <address>', 'a Grafana: dashboards; its token is TELLTALE_GRAFANA_TOKEN')
    .addOption(jsonOption())
    .addHelpText('after', DRIFT_EXIT_CODES)
    .action(async (options) => {
      const { driftCommand } = await import('../commands/drift.ts');
      finish(await driftCommand(options, io));
    });
};

const PUSH_HELP = `
Grafana is asked with TELLTALE_GRAFANA_TOKEN (a service account with the role Editor), or TELLTALE_GRAFANA_USER and
TELLTALE_GRAFANA_PASSWORD; with _FILE behind the name, it is read from a file. Data sources are left alone.

Exit codes: 0 all dashboards are as defined; 1 one was refused or, with --dry-run, is not as defined; 2 nothing was
pushed, or Grafana failed on the way: what was written is told, and another run finishes.`;

const addPush: AddCommand = (program, io, finish) => {
  program
    .command('push')
    .description('bring the dashboards of the definition to a Grafana by its API: only what differs')
    .addOption(configOption())
    .addOption(environmentOption())
    .option('--grafana <address>', 'the Grafana')
    .option('--folder <title>', 'folder of the dashboards (default: the service; General for none)')
    .option('--datasource <uid>', 'uid of the Prometheus data source there (default: prometheus)')
    .option('--dry-run', 'write nothing, and fail where something is not as defined')
    .option('--prune', 'delete dashboards that were pushed once and are defined no longer')
    .option('--force', 'take over dashboards that people have made, and write over what they change')
    .addOption(jsonOption())
    .addHelpText('after', PUSH_HELP)
    .action(async (options) => {
      const { pushCommand } = await import('../commands/push.ts');
      finish(await pushCommand(options, io));
    });
};

const TEST_HELP = `
Finds test files of promtool (*.test.yml, *_test.yml, YAML with rule_files and tests) and *.alerts.ts, which
export defineAlertTests(definition, { … }). Without any it runs tests that it makes up from the definition.

Exit codes: 0 all tests pass; 1 one fails, or the mutation score is below --min-score; 2 not tested.`;

const addTest: AddCommand = (program, io, finish) => {
  program
    .command('test')
    .description('test alerts: what fires, resolves and stays quiet, who is told, and what no test shows')
    .argument(
      '[path...]',
      'test files, or folders of some (default: the working folder); with --replay: alerts',
    )
    .addOption(configOption())
    .addOption(environmentOption())
    .option('--mutation', 'change the alerts, and see whether the tests notice')
    .option('--min-score <percent>', 'with --mutation: exit with 1 below this score')
    .option(
      '--replay <range>',
      'how often alerts would have fired over what a server has stored, such as 30d',
    )
    .option('--save', 'a station keeps what was found, and shows it beside the rules')
    .option('--url <address>', 'with --replay and --save: the station (default: the one here)')
    .option('--closed-windows', 'ranges include their left edge, as before Prometheus 3')
    .addOption(jsonOption())
    .option('--junit', 'JUnit XML, for CI')
    .addHelpText('after', TEST_HELP)
    .action(async (paths: string[], options) => {
      if (options.replay !== undefined) {
        const { backtestCommand } = await import('../commands/backtest.ts');
        return finish(await backtestCommand({ ...options, alerts: paths }, io));
      }
      const { testCommand } = await import('../commands/test.ts');
      finish(await testCommand({ ...options, paths }, io));
    });
};

const SMOKE_HELP = `
Steps: server, targets, metrics, rules, alert-path, panels, grafana, logs, traces, health, backing, storage.

Exit codes: 0 all is well; 1 a step failed, and is named; 2 not tried: wrong arguments, or no definition.`;

const addSmoke: AddCommand = (program, io, finish) => {
  program
    .command('smoke')
    .description('try every part of the monitoring for real, and name what is not well')
    .addOption(configOption())
    .addOption(environmentOption())
    .addOption(stationUrlOption())
    .option('--prometheus <address>', 'a Prometheus instead')
    .option('--alertmanager <address>', 'the Alertmanager that it tells')
    .option('--grafana <address>', 'the Grafana that shows it; its token is TELLTALE_GRAFANA_TOKEN')
    .option('--only <step...>', 'these steps alone')
    .option('--skip <step...>', 'all but these steps')
    .option('--deliver', 'send the real receivers a test alert')
    .option('--wait <duration>', 'try what fails again, for so long')
    .addOption(jsonOption())
    .option('--junit <file>', 'write JUnit XML as well')
    .option('--ci', 'for CI servers: telltale-smoke.xml, annotations and summary of GitHub, no colours')
    .addHelpText('after', SMOKE_HELP)
    .action(async (options) => {
      const { smokeCommand } = await import('../commands/smoke.ts');
      finish(await smokeCommand(options, io));
    });
};

/** Commands that find what is wrong, and show what works. */
export const PROOF_COMMANDS: readonly AddCommand[] = [
  addSmoke,
  addCheck,
  addProve,
  addDrift,
  addPush,
  addTest,
];
