/** What a route is for, and what it is asked. */
export interface RouteNote {
  readonly meaning: string;
  /** Names of parameters, or of the fields of a body. */
  readonly parameters?: string;
}

const RANGE = '`start`, `end`';
const QUERY_LIMITS = '`timeout`, `limit`, `lookback_delta`, `stats`';

const PROMETHEUS: Readonly<Record<string, RouteNote>> = {
  '/api/v1/query': { meaning: 'PromQL at a moment', parameters: `\`query\`, \`time\`, ${QUERY_LIMITS}` },
  '/api/v1/query_range': {
    meaning: 'PromQL over a range',
    parameters: `\`query\`, ${RANGE}, \`step\`, ${QUERY_LIMITS}`,
  },
  '/api/v1/query_exemplars': { meaning: 'exemplars of a query', parameters: `\`query\`, ${RANGE}` },
  '/api/v1/format_query': { meaning: 'a query on one line', parameters: '`query`' },
  '/api/v1/parse_query': { meaning: 'a query as a tree', parameters: '`query`' },
  '/api/v1/series': { meaning: 'series by selectors', parameters: `\`match[]\`, ${RANGE}, \`limit\`` },
  '/api/v1/labels': { meaning: 'names of labels', parameters: `\`match[]\`, ${RANGE}, \`limit\`` },
  '/api/v1/label/:name/values': {
    meaning: 'values of a label',
    parameters: `\`match[]\`, ${RANGE}, \`limit\``,
  },
  '/api/v1/metadata': {
    meaning: 'type, unit and help of metrics',
    parameters: '`metric`, `limit`, `limit_per_metric`',
  },
  '/api/v1/targets': { meaning: 'what is scraped, and how it went', parameters: '`state`, `scrapePool`' },
  '/api/v1/targets/metadata': {
    meaning: 'metadata by target',
    parameters: '`match_target`, `metric`, `limit`',
  },
  '/api/v1/targets/relabel_steps': {
    meaning: "what a job's relabelling makes of labels, rule by rule",
    parameters: '`scrapePool`, `labels`',
  },
  '/api/v1/scrape_pools': { meaning: 'names of jobs' },
  '/api/v1/rules': {
    meaning: 'rules with their state',
    parameters:
      '`type`, `rule_name[]`, `rule_group[]`, `file[]`, `match[]`, `exclude_alerts`, `group_limit`, `group_next_token`',
  },
  '/api/v1/alerts': { meaning: 'alerts of the rules that are active' },
  '/api/v1/alertmanagers': { meaning: 'the Alertmanagers that are told' },
  '/api/v1/notifications': { meaning: 'notices of the station' },
  '/api/v1/features': { meaning: 'what this server can do' },
  '/api/v1/status/buildinfo': { meaning: 'version of the API, and of the station' },
  '/api/v1/status/runtimeinfo': { meaning: 'since when it runs, and its state' },
  '/api/v1/status/config': { meaning: 'what is in force as a `prometheus.yml`, without secrets' },
  '/api/v1/status/flags': { meaning: 'flags that mean something here' },
  '/api/v1/status/tsdb': { meaning: 'what takes the room in the store', parameters: '`limit`' },
  '/api/v1/status/walreplay': { meaning: 'how far the start has read the log' },
  '/api/v1/admin/tsdb/snapshot': { meaning: 'a consistent copy below `snapshots/` of the data folder' },
  '/api/v1/admin/tsdb/delete_series': { meaning: 'refused: stored samples never change' },
  '/api/v1/admin/tsdb/clean_tombstones': { meaning: 'refused: there are none' },
  '/federate': { meaning: 'newest samples as a metrics page', parameters: '`match[]`' },
  '/metrics': { meaning: "the station's own metrics" },
  '/-/healthy': { meaning: 'whether the process answers' },
  '/-/ready': { meaning: 'whether it serves' },
  '/-/reload': { meaning: 'reads the configuration anew; with `--web.enable-lifecycle`' },
  '/-/quit': { meaning: 'refused: end the process instead' },
};

const ALERTMANAGER: Readonly<Record<string, RouteNote>> = {
  '/api/v2/status': { meaning: 'the configuration without its secrets' },
  '/api/v2/receivers': { meaning: 'names of receivers' },
  '/api/v2/alerts': {
    meaning: 'alerts that are active; POST takes alerts of others',
    parameters: '`active`, `silenced`, `inhibited`, `unprocessed`, `filter`, `receiver`',
  },
  '/api/v2/alerts/groups': {
    meaning: 'alerts as they are told',
    parameters: '`active`, `silenced`, `inhibited`, `filter`, `receiver`',
  },
  '/api/v2/silences': { meaning: 'silences; POST makes or changes one', parameters: '`filter`' },
  '/api/v2/silence/:id': { meaning: 'one silence; DELETE ends it' },
};

const INTAKE: Readonly<Record<string, RouteNote>> = {
  '/api/v1/write': { meaning: 'remote write 1.0 and 2.0' },
  '/api/v1/otlp/v1/metrics': { meaning: "metrics by OTLP, at Prometheus' address" },
  '/v1/metrics': { meaning: 'metrics by OTLP over HTTP' },
  '/v1/logs': { meaning: 'log records by OTLP over HTTP' },
  '/v1/traces': { meaning: 'spans by OTLP over HTTP' },
  '/metrics/job/*': { meaning: 'a group of metrics, as a Pushgateway takes it' },
  '/metrics/job@base64/*': { meaning: 'the same with a name in base64' },
  '/api/v1/metrics': { meaning: 'the groups that were pushed' },
  '/api/v1/admin/wipe': { meaning: 'deletes all groups; with `--web.enable-admin-api`' },
  '/_bulk': { meaning: 'documents as log records, as Elasticsearch takes them' },
  '/:index/_bulk': { meaning: 'the same with the name of an index' },
  '/_license': { meaning: 'what clients of Elasticsearch ask at first' },
};

const LOGS = `\`query\`, \`filter\`, ${RANGE}`;

const OWN: Readonly<Record<string, RouteNote>> = {
  '/api/telltale/login': {
    meaning: 'signs somebody in, with a cookie; DELETE signs out',
    parameters: '`token`, or `user` and `password`',
  },
  '/api/telltale/me': { meaning: 'who asks, and in which role' },
  '/api/telltale/audit': { meaning: 'who did what', parameters: '`since`, `limit`' },
  '/api/telltale/status': { meaning: 'how the station does' },
  '/api/telltale/capacity': { meaning: 'how much is used of what was measured, and when it is reached' },
  '/api/telltale/configuration': { meaning: 'all that is in force, with its hash' },
  '/api/telltale/definition': { meaning: 'the definition as JSON' },
  '/api/telltale/drift': { meaning: 'the definition beside what runs' },
  '/api/telltale/doctor': {
    meaning: 'what can be complained of; POST examines it, a step a line',
    parameters: '`topic`, `deliver` and what the topic asks',
  },
  '/api/telltale/overview': { meaning: 'how each service does' },
  '/api/telltale/targets': { meaning: 'targets and groups that were pushed' },
  '/api/telltale/targets/scrape': { meaning: 'scrapes a target now', parameters: '`job`, `instance`' },
  '/api/telltale/discovery': { meaning: 'how targets are looked for' },
  '/api/telltale/dashboards': { meaning: 'all dashboards' },
  '/api/telltale/dashboards/:slug/grafana': { meaning: 'a dashboard as JSON for Grafana' },
  '/api/telltale/dashboards/code': { meaning: 'a dashboard as TypeScript', parameters: '`content`' },
  '/api/telltale/dashboards/grafana': { meaning: 'the same as JSON for Grafana', parameters: '`content`' },
  '/api/telltale/dashboards/import': { meaning: 'JSON of Grafana as content', parameters: '`text`' },
  '/api/telltale/saved_dashboards': {
    meaning: 'dashboards that people made; POST saves one',
    parameters: '`content`, `savedBy`',
  },
  '/api/telltale/saved_dashboards/:slug': {
    meaning: 'one of them; PUT changes, DELETE removes it',
    parameters: '`content`, `savedBy`, `revision`',
  },
  '/api/telltale/query_batch': {
    meaning: 'all queries of a page at once, a result a line',
    parameters: '`start`, `end`, `step`, `queries`',
  },
  '/api/telltale/queries': { meaning: 'saved queries of the definition' },
  '/api/telltale/check_query': {
    meaning: 'findings of `telltale check` about a query',
    parameters: '`query`',
  },
  '/api/telltale/explain_query': { meaning: 'a query as a tree with figures', parameters: '`query`, `time`' },
  '/api/telltale/query_code': { meaning: 'a query as a panel, an alert or a test in TypeScript' },
  '/api/telltale/functions': { meaning: 'functions of PromQL' },
  '/api/telltale/metrics': {
    meaning: 'metrics that are declared or were seen',
    parameters: '`search`, `limit`',
  },
  '/api/telltale/slow_queries': { meaning: 'queries that took half a second and more' },
  '/api/telltale/alerts': { meaning: 'rules with their alerts, who is told, what mutes them' },
  '/api/telltale/alerts/:name/why': { meaning: 'the first hurdle between an alert and people' },
  '/api/telltale/alert_history': { meaning: 'when alerts were active', parameters: `${RANGE}, \`alert\`` },
  '/api/telltale/rules': { meaning: 'alerts with their proofs and tests' },
  '/api/telltale/rule_tests': { meaning: 'keeps results of `telltale test`' },
  '/api/telltale/route': { meaning: 'where an alert with these labels goes', parameters: '`labels`' },
  '/api/telltale/inhibitions': { meaning: 'which alerts mute which' },
  '/api/telltale/silences/preview': { meaning: 'what a silence would mute now', parameters: '`matchers`' },
  '/api/telltale/silences/effects': { meaning: 'how many alerts each silence mutes' },
  '/api/telltale/notifications': {
    meaning: 'attempts to deliver, newest first',
    parameters: '`receiver`, `outcome`, `alert`, `limit`, `before`',
  },
  '/api/telltale/notifications/:id': { meaning: 'one message and its attempts' },
  '/api/telltale/receivers': { meaning: 'who can be told, and how the newest attempt went' },
  '/api/telltale/receivers/test': { meaning: 'sends a test message', parameters: '`receivers`' },
  '/api/telltale/receivers/preview': { meaning: 'what a receiver would be sent', parameters: '`alert`' },
  '/api/telltale/proofs': { meaning: 'proofs that are kept; POST keeps some', parameters: '`proofs`' },
  '/api/telltale/proof_runs': {
    meaning: 'runs of proofs; POST starts one',
    parameters: '`alerts`, `tell`',
  },
  '/api/telltale/proof_runs/:id': { meaning: 'how a run goes; DELETE stops it' },
  '/api/telltale/drills': { meaning: 'begins a live drill' },
  '/api/telltale/drills/:id': { meaning: 'how a drill goes; DELETE ends it' },
  '/api/telltale/logs': {
    meaning: 'log records',
    parameters: `${LOGS}, \`limit\`, \`order\`, \`after\``,
  },
  '/api/telltale/logs/counts': { meaning: 'counts by level and time', parameters: `${LOGS}, \`step\`` },
  '/api/telltale/logs/context': { meaning: 'what came around a record' },
  '/api/telltale/logs/fields': { meaning: 'which fields there are', parameters: `${LOGS}, \`limit\`` },
  '/api/telltale/logs/download': { meaning: 'records as a file, one a line', parameters: LOGS },
  '/api/telltale/logs/tail': {
    meaning: 'records as they come (event stream)',
    parameters: '`query`, `filter`',
  },
  '/api/telltale/log_code': {
    meaning: 'a counter and an alert of a log query, as TypeScript',
    parameters: '`query`, `filter`, `title`',
  },
  '/api/telltale/traces': { meaning: 'traces', parameters: `\`query\`, ${RANGE}, \`limit\`, \`order\`` },
  '/api/telltale/traces/:id': { meaning: 'one trace with its spans' },
  '/api/telltale/traces/compare': { meaning: 'two traces beside each other' },
  '/api/telltale/traces/services': { meaning: 'services that sent spans' },
  '/api/telltale/traces/operations': { meaning: 'figures by operation', parameters: RANGE },
  '/api/telltale/traces/map': { meaning: 'who calls whom', parameters: RANGE },
  '/api/telltale/story': {
    meaning: 'what happened around an alert, trace, record or moment',
    parameters: '`key`, `at`',
  },
  '/api/telltale/annotations': {
    meaning: 'what happened; POST keeps a deployment or an incident',
    parameters: `${RANGE}; \`kind\`, \`title\`, \`service\`, \`text\`, \`at\`, \`until\`, \`link\``,
  },
  '/api/telltale/open-in': { meaning: 'where a trace or logs can be opened elsewhere' },
  '/api/telltale/forward': { meaning: 'how forwarding goes' },
  '/api/telltale/events': { meaning: 'what changes, as it changes (event stream)' },
  '/api/telltale/page_loads': { meaning: 'takes how long a page took in a browser' },
  '/api/telltale/backup': { meaning: 'a backup of everything as one archive' },
};

/** Every route by its path, under who answers it as. */
export const ROUTE_NOTES: Readonly<Record<string, Readonly<Record<string, RouteNote>>>> = {
  'As Prometheus': PROMETHEUS,
  'As Alertmanager': ALERTMANAGER,
  'What programs send': INTAKE,
  'Of the station itself': OWN,
};
