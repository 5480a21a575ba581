import { Argument } from 'commander';
import type { AnnotateOptions } from '../commands/annotate.ts';
import { keepHeapSmall } from '../settings/heap-growth.ts';
import type { AddCommand } from './add-command.ts';
import { configOption, environmentOption, jsonOption, stationUrlOption } from './common-options.ts';

const addUp: AddCommand = (program, io, finish) => {
  program
    .command('up')
    .description('start the station: scrape, store, alert and show, in one process')
    .addOption(configOption())
    .addOption(environmentOption())
    .option('-s, --scrape <address...>', 'scrape HOST:PORT/metrics, with or without a definition')
    .option('--prometheus-config <file>', 'a prometheus.yml: its jobs, rule files and Alertmanagers')
    .option('--rules <file...>', 'rule files of Prometheus, beside the rules of the definition')
    .option(
      '--alertmanager <file>',
      "who is told: an alertmanager.yml, in place of the definition's receivers",
    )
    .option('--native-histograms', 'read native histograms of the addresses given with --scrape')
    .option('-p, --port <port>', 'port on 127.0.0.1 (default: TELLTALE_PORT or 4400)')
    .option('-d, --data <folder>', 'data folder', '.telltale')
    .option('--retention.time <duration>', 'how long samples are kept (TELLTALE_RETENTION_TIME, or 15d)')
    .option('--retention.size <size>', 'the most that samples may take (TELLTALE_RETENTION_SIZE)')
    .option('--logs.retention <duration>', 'how long log records are kept (TELLTALE_LOGS_RETENTION, or 15d)')
    .option('--logs.max-size <size>', 'the most their files may hold (TELLTALE_LOGS_MAX_SIZE)')
    .option('--traces.retention <duration>', 'how long traces are kept (TELLTALE_TRACES_RETENTION, or 15d)')
    .option('--traces.max-size <size>', 'the most their files may hold (TELLTALE_TRACES_MAX_SIZE)')
    .option(
      '--clickhouse <url>',
      'keep logs and traces in ClickHouse: clickhouse://user@host/database (TELLTALE_CLICKHOUSE_URL)',
    )
    .option(
      '--forward.metrics <url...>',
      'also send metrics by remote write to http://…/api/v1/write (TELLTALE_FORWARD_METRICS)',
    )
    .option(
      '--forward.logs <url...>',
      'also send logs to http://… (OTLP) or elasticsearch://host/index (TELLTALE_FORWARD_LOGS)',
    )
    .option(
      '--forward.traces <url...>',
      'also send traces to http://… (OTLP): Jaeger, Tempo, a Collector (TELLTALE_FORWARD_TRACES)',
    )
    .option(
      '--remote <url>',
      'read metrics and rules from a Prometheus-compatible server, and scrape nothing (TELLTALE_REMOTE)',
    )
    .option(
      '--listen <address>',
      'be reached from other machines at this address, such as 0.0.0.0, by who knows the token (TELLTALE_TOKEN)',
    )
    .option('--access <file>', 'who may do what: tokens, users, a proxy that signs in (TELLTALE_ACCESS_FILE)')
    .option('--tls-cert <file>', 'speak TLS on all ports, by this certificate in PEM (TELLTALE_TLS_CERT)')
    .option('--tls-key <file>', 'its key (TELLTALE_TLS_KEY)')
    .option(
      '--tls-client-ca <file>',
      'answer only who shows a certificate of these authorities (TELLTALE_TLS_CLIENT_CA)',
    )
    .option(
      '--tls-client-name <name...>',
      'names of which it must have one (TELLTALE_TLS_CLIENT_NAMES, separated by spaces)',
    )
    .option(
      '--only <parts...>',
      'start a part of it: scrape, rules, intake, ui, host, containers, databases; store and API are always there',
    )
    .option('--query.timeout <duration>', 'how long a query may take (TELLTALE_QUERY_TIMEOUT, or 2m)')
    .option(
      '--memory.limit <size>',
      'the most memory it may have: load is shed before (TELLTALE_MEMORY_LIMIT, or that of the container)',
    )
    .option('--query.experimental', 'answer the parts of PromQL that Prometheus calls experimental')
    .option('--query.closed-windows', 'range windows as in Prometheus 2, to compare results with it')
    .option('--web.enable-lifecycle', 'POST /-/reload reads rules and receivers anew, as SIGHUP does')
    .option('--web.enable-admin-api', 'PUT /api/v1/admin/wipe deletes all groups that were pushed')
    .option('--no-host', 'do not collect figures of this machine')
    .option('--daemon', 'run on in the background; returns when the station is ready, or says why it is not')
    .action(async (options) => {
      keepHeapSmall();
      const { upCommand } = await import('../commands/up.ts');
      finish(await upCommand(options, io));
    });
};

const STOP_HELP = `
Exit codes: 0 it has ended; 1 no station runs on that folder; 2 it has not ended yet.`;

const addStop: AddCommand = (program, io, finish) => {
  program
    .command('stop')
    .description('end the station of a data folder, and wait until it has written everything')
    .option('-d, --data <folder>', 'data folder', '.telltale')
    .option('--timeout <duration>', 'how long to wait for it', '1m')
    .addHelpText('after', STOP_HELP)
    .action(async (options) => {
      const { stopCommand } = await import('../commands/stop.ts');
      finish(await stopCommand(options, io));
    });
};

const STATUS_HELP = `
Exit codes: 0 everything answers; 1 a target is down, or an address does not answer; 2 no station.`;

const addStatus: AddCommand = (program, io, finish) => {
  program
    .command('status')
    .description('where a running station is, each of its addresses tried, and how it does')
    .addOption(stationUrlOption())
    .option(
      '--stack',
      'the servers of the generated stack have to answer, too, at the ports of the definition',
    )
    .addOption(configOption())
    .addOption(environmentOption())
    .addOption(jsonOption())
    .addHelpText('after', STATUS_HELP)
    .action(async (options) => {
      const { statusCommand } = await import('../commands/status.ts');
      finish(await statusCommand(options, io));
    });
};

const addQuery: AddCommand = (program, io, finish) => {
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
};

const addBackfill: AddCommand = (program, io, finish) => {
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
};

const addExport: AddCommand = (program, io, finish) => {
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
};

const DOCTOR_HELP = `
Topics: health, metrics, dashboards, grafana, alerts, logs, traces, memory, capacity, or all of them.

Exit codes: 0 no step failed; 1 one did, and the first is named as the cause; 2 wrong arguments.`;

const addDoctor: AddCommand = (program, io, finish) => {
  program
    .command('doctor')
    .description('try, step by step, why something does not appear, and say what to do')
    .argument('<topic>', 'what is missing: metrics, dashboards, alerts …')
    .argument('[name]', 'alerts: name of the one that does not fire')
    .option('-u, --url <url>', 'address of the station (default: TELLTALE_PORT or 4400)')
    .option('--prometheus <address>', 'a Prometheus instead')
    .option('--alertmanager <address>', 'an Alertmanager: routes, silences, inhibitions, deliveries')
    .option('--grafana <address>', 'a Grafana: sources and dashboards; its token is TELLTALE_GRAFANA_TOKEN')
    .option('--files <folder>', 'folder with the dashboards that Grafana is given as files')
    .option('--target <url>', 'metrics: address of the page')
    .option('--service <name>', 'metrics, logs, traces: name of the one that nothing comes from')
    .option('--metric <name>', 'metrics: name of the one that is missing')
    .option('--dashboard <slug>', 'dashboards: the one that is empty')
    .option('--deliver', 'alerts: send the real receivers a test message')
    .addOption(jsonOption())
    .addHelpText('after', DOCTOR_HELP)
    .action(async (topic: string, alert: string | undefined, options) => {
      const { doctorCommand } = await import('../commands/doctor.ts');
      finish(await doctorCommand({ ...options, topic, alert }, io));
    });
};

const addAdvise: AddCommand = (program, io, finish) => {
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
};

const REVIEW_HELP = `
Without --since it compares with the last time, which the state file has. With --since 7d it asks the server for its own
past, and leaves the state as it is.

Exit codes: 0 nothing as urgent as --fail-on; 1 there is; 2 not looked at.`;

const PII_HELP = `
Looks at every value of every label, and at the newest log records: keys, tokens, passwords in addresses, card and
account numbers, e-mail addresses, phone numbers; names that promise them; ids without end. No value is shown whole.
What may be stands in a file: [{ "kind": "email", "where": "label recipient", "reason": "a list of ours" }].

Exit codes: 0 nothing found; 1 something is; 2 not looked at.`;

const addReview: AddCommand = (program, io, finish) => {
  const review = program
    .command('review')
    .description('what changed since the last time, and what should be seen to: to be read once a week')
    .option('-u, --url <url>', 'a station or Prometheus (default: the station on TELLTALE_PORT or 4400)')
    .option('-d, --data <folder>', 'data folder of a station that does not run instead')
    .option('--alertmanager <address>', 'the Alertmanager that a Prometheus tells, for silences')
    .option('--since <duration>', 'compare with so long ago, such as 7d, instead of the last time')
    .option(
      '--state <file>',
      'what the last time left (default: .telltale/review-HOST.json, or in the data folder)',
    )
    .option('--fail-on <urgency>', 'exit with 1 from here on: urgent, soon, note or never', 'urgent')
    .addOption(jsonOption())
    .addHelpText('after', REVIEW_HELP)
    .action(async (options) => {
      const { reviewCommand } = await import('../commands/review.ts');
      finish(await reviewCommand(options, io));
    });
  review
    .command('pii')
    .description('secrets and data of persons among label values and log records')
    .option('-u, --url <url>', 'a station or Prometheus (default: the station on TELLTALE_PORT or 4400)')
    .option('--since <duration>', 'how far logs are looked back at', '1d')
    .option('--accept <file>', 'what may be, each with a reason')
    .addOption(jsonOption())
    .addHelpText('after', PII_HELP)
    .action(async (_, command) => {
      const { reviewPiiCommand } = await import('../commands/review-pii.ts');
      // Those that `review` has as well are its own, wherever they stand.
      finish(await reviewPiiCommand(command.optsWithGlobals(), io));
    });
};

const addRelabel: AddCommand = (program, io, finish) => {
  program
    .command('relabel')
    .description('try the relabelling of a job, rule by rule; exits with 1 where nothing is kept')
    .argument('<job>', 'name of a target of the definition, or of a job of --prometheus-config')
    .argument(
      '[label...]',
      'labels of a target (__address__=shop:80) or series (__name__=up); the written addresses without them',
    )
    .option('-u, --url <url>', 'try all targets of the job that a running station or Prometheus has found')
    .option('-m, --metrics <page>', 'try the series of a page: a file, URL or HOST:PORT')
    .option('--prometheus-config <file>', 'a prometheus.yml in place of the definition')
    .addOption(configOption())
    .addOption(environmentOption())
    .addOption(jsonOption())
    .action(async (job: string, labels: string[], options) => {
      const { relabelCommand } = await import('../commands/relabel.ts');
      finish(await relabelCommand({ ...options, job, labels }, io));
    });
};

const addAnnotate: AddCommand = (program, io, finish) => {
  program
    .command('annotate')
    .description('tell a station what happened, to be drawn over its charts; for deployment scripts')
    .addArgument(new Argument('<kind>', 'what it is').choices(['deployment', 'incident']))
    .argument('<title>', 'version, or what happened')
    .option('-s, --service <name>', 'the service or job it is about (default: all)')
    .option('--text <text>', 'more of it')
    .option('--at <time>', 'when: 2026-01-31T12:00:00Z or Unix seconds (default: now)')
    .option('--until <time>', 'when it was over')
    .option('--link <url>', 'where there is more to see')
    .option('-u, --url <url>', 'the station (default: the one on TELLTALE_PORT or 4400)')
    .addOption(jsonOption())
    .addHelpText('after', '\nExit codes: 0 kept; 2 not kept: wrong arguments, or no station.')
    .action(async (kind: AnnotateOptions['kind'], title: string, options) => {
      const { annotateCommand } = await import('../commands/annotate.ts');
      finish(await annotateCommand({ ...options, kind, title }, io));
    });
};

const addAudit: AddCommand = (program, io, finish) => {
  program
    .command('audit')
    .description(
      'who did what in a station: sign-ins, silences, reloads, backups, deletions, and what was refused',
    )
    .option('-d, --data <folder>', 'data folder, whether its station runs or not', '.telltale')
    .option('-u, --url <url>', 'a running station instead, by the token of an administrator (TELLTALE_TOKEN)')
    .option('--since <time>', 'how long ago, or a time: 2026-01-31T12:00:00Z or Unix seconds (default: all)')
    .option('-n, --limit <count>', 'the newest so many (default: 1000)')
    .option('--json', 'JSON: a record a line')
    .addHelpText(
      'after',
      '\nExit codes: 0 read, also where nothing was done; 2 not read: no folder, or no station.',
    )
    .action(async (options) => {
      const { auditCommand } = await import('../commands/audit.ts');
      finish(await auditCommand(options, io));
    });
};

/** Commands that run a station, or ask one. */
export const STATION_COMMANDS: readonly AddCommand[] = [
  addUp,
  addStop,
  addStatus,
  addQuery,
  addBackfill,
  addExport,
  addAdvise,
  addReview,
  addDoctor,
  addRelabel,
  addAnnotate,
  addAudit,
];
