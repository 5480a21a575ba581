import type { Shape } from '../faults/shape.ts';
import { NUMBER, YES_OR_NO, fields, isMapping, listOf, mappingOf, text, value } from '../faults/shape.ts';
import { ACCESS_FIELDS, TARGET_FIELDS } from '../targets/target-shapes.ts';
import { HEALTH_SHAPE } from './health-shape.ts';

const TEXT = text();
const LABELS = mappingOf(text("write the label's value as text"), "write labels: { zone: 'a' }");
const TEXTS = listOf(TEXT, "write a list of texts: ['a', 'b']");
const SIZE_OR_TIME = fields({}, "write { time: '15d', size: '10GB' }");

const MATCH = mappingOf(
  value((one) => typeof one === 'string' || one instanceof RegExp, 'write a text or a regular expression'),
  "write labels of alerts: { severity: 'page' }",
);

const GROUPS = mappingOf(fields({}, 'write { … }'), "write { retention: { time: '15d', size: '10GB' } }");
const REMOTE = fields({ url: TEXT, ...ACCESS_FIELDS }, "write { url: 'http://prometheus:9090' }");

const SERVER = fields(
  { address: TEXT, user: TEXT, job: TEXT, database: TEXT, labels: LABELS },
  "write { address: 'db:5432' }",
);
const SERVERS = listOf(SERVER, "write a list: [{ address: 'db:5432' }]");
const ONE_OR_MORE: Shape = (given, place) => (Array.isArray(given) ? SERVERS : SERVER)(given, place);
const CONTAINERS: Shape = (given, place) => {
  if (typeof given !== 'boolean')
    fields({ dockerSocket: TEXT, job: TEXT }, 'write true or false')(given, place);
};
const COLLECTORS = fields(
  { postgres: ONE_OR_MORE, redis: ONE_OR_MORE, containers: CONTAINERS, host: YES_OR_NO },
  "write { postgres: { address: 'db:5432' } }",
);

const STARTED_FIELDS = fields(
  {
    command: TEXT,
    args: TEXTS,
    env: mappingOf(
      value((one) => typeof one === 'string' || isMapping(one), "write a text or { env: 'NAME' }"),
      "write variables: { REDIS_ADDR: 'redis://cache:6379' }",
    ),
    job: TEXT,
    instance: TEXT,
    path: value((one) => typeof one === 'string' && one.startsWith('/'), 'write a path such as /metrics'),
  },
  "write true, or { command: 'prometheus-redis-exporter' }",
);
const STARTED_EXPORTERS = mappingOf((given, place) => {
  if (given !== true) STARTED_FIELDS(given, place);
}, "write exporters by name: { redis: { command: 'prometheus-redis-exporter' } }");

const TLS = fields(
  { certFile: TEXT, keyFile: TEXT, clientCaFile: TEXT, clientNames: TEXTS },
  "write { certFile: 'tls.crt', keyFile: 'tls.key' }",
);

const STATION: Shape = (given, place) => {
  GROUPS(given, place);
  const members = { remote: REMOTE, collectors: COLLECTORS, exporters: STARTED_EXPORTERS, tls: TLS };
  fields(members, '')(given ?? {}, place);
};

const STACK = fields(
  {
    ports: mappingOf(NUMBER, 'write ports by component: { grafana: 3001 }'),
    volumes: mappingOf(TEXT, "write names of volumes by component: { prometheus: 'metrics' }"),
    retention: SIZE_OR_TIME,
    limits: mappingOf(
      fields({ cpus: NUMBER }, "write { memory: '512MiB', cpus: 0.5 }"),
      "write limits by component: { grafana: { memory: '512MiB' } }",
    ),
    externalLabels: LABELS,
    app: fields(
      { image: TEXT, build: TEXT, port: NUMBER, probes: YES_OR_NO },
      "write { image: 'shop:1.4.2', port: 3000 }",
    ),
  },
  'write { ports: { … }, volumes: { … }, retention: { … } }',
);

const WRITE_RECEIVER = "write webhook({ url: 'http://…' }), or slack, email or pagerduty";

const TIMING = { groupBy: TEXTS, muteTimeIntervals: TEXTS, activeTimeIntervals: TEXTS };

const WRITE_CHILDREN = "write a list: [{ match: { severity: 'page' }, to: '…' }]";

/** A route below another one, and those below it. */
const CHILD_ROUTE: Shape = (given, place) =>
  fields(
    { ...TIMING, match: MATCH, continue: YES_OR_NO, children: listOf(CHILD_ROUTE, WRITE_CHILDREN) },
    "write { match: { severity: 'page' }, to: '…' }",
  )(given, place);

const ROUTES = fields(
  {
    ...TIMING,
    children: listOf(CHILD_ROUTE, WRITE_CHILDREN),
  },
  "name the receiver of all alerts: { to: '…' }",
);

const TIME_WINDOW = fields(
  { times: TEXTS, weekdays: TEXTS, daysOfMonth: TEXTS, months: TEXTS, years: TEXTS, location: TEXT },
  "write { weekdays: ['saturday', 'sunday'] }",
);

const TIME_INTERVAL: Shape = (given, place) =>
  (Array.isArray(given) ? listOf(TIME_WINDOW, 'write windows') : TIME_WINDOW)(given, place);

const SCRAPE = fields(
  { limits: fields({}, "write { samples: 10_000, bodySize: '10MB' }") },
  "write { every: '15s', timeout: '10s' }",
);

const ENVIRONMENT = fields(
  {
    scrape: SCRAPE,
    targets: mappingOf(fields(TARGET_FIELDS, "write { address: 'host:port' }"), 'write targets by name'),
    receivers: mappingOf(fields({}, "write webhook({ url: '…' })"), 'write receivers by name'),
    routes: ROUTES,
    notifications: fields({}, "write { alertmanagers: ['host:9093'] }"),
    station: STATION,
    stack: STACK,
    alerts: mappingOf(
      fields(
        { severity: TEXT, shadow: YES_OR_NO, enabled: YES_OR_NO },
        'write { threshold: 5 }, or { enabled: false }',
      ),
      'write what is different by alert: { Slow: { threshold: { ms: 500 } } }',
    ),
  },
  "write what is different there: { targets: { shop: { address: 'host:port' } } }",
);

const SINK = fields({ kind: TEXT, url: TEXT, path: TEXT, hosts: TEXTS }, "write { kind: 'console' }");

const LOGS = fields(
  {
    index: TEXT,
    sinks: listOf(SINK, "write a list: [{ kind: 'console' }]"),
    loggers: mappingOf(TEXT, "write levels by logger: { orders: 'debug' }"),
    events: mappingOf(fields({}, "write event({ name: 'string' })"), 'write events by name'),
    metrics: mappingOf(fields({}, 'write logCounter({ … }) or logHistogram({ … })'), 'write metrics by name'),
    fields: mappingOf(
      value((one) => ['string', 'number', 'boolean'].includes(typeof one), 'write a text or a number'),
      "write fields: { version: '1.2.0' }",
    ),
    redact: TEXTS,
    allowSensitive: TEXTS,
    sampling: listOf(
      fields(
        { logger: TEXT, message: TEXT, event: TEXT, ratio: NUMBER },
        "write { logger: 'cache', ratio: 0.1 }",
      ),
      "write a list: [{ logger: 'cache', ratio: 0.1 }]",
    ),
    rateLimit: NUMBER,
    levelSignal: YES_OR_NO,
  },
  "write { level: 'info', sinks: [{ kind: 'console' }] }",
);

/**
 * What the values of sections must be to be worked with. Durations, sizes and what belongs to a choice are checked
 * where they are read.
 */
export const SECTION_SHAPES: Readonly<Record<string, Shape>> = {
  scrape: SCRAPE,
  targets: mappingOf(
    fields(TARGET_FIELDS, "write an address: { address: 'host:port' }"),
    "write targets by name: { shop: { address: 'host:port' } }",
  ),
  receivers: mappingOf(
    fields(
      {
        channel: TEXT,
        username: TEXT,
        caFile: TEXT,
        title: TEXT,
        subject: TEXT,
        text: TEXT,
        html: TEXT,
        body: TEXT,
        maxAlerts: NUMBER,
        sendResolved: YES_OR_NO,
        requireTls: YES_OR_NO,
      },
      WRITE_RECEIVER,
    ),
    "write receivers by name: { ops: webhook({ url: '…' }) }",
  ),
  routes: ROUTES,
  inhibitions: listOf(
    fields(
      { source: MATCH, target: MATCH, equal: TEXTS },
      "write { source: {…}, target: {…}, equal: ['job'] }",
    ),
    "write a list: [{ source: {…}, target: {…}, equal: ['job'] }]",
  ),
  timeIntervals: mappingOf(TIME_INTERVAL, "write times by name: { weekends: { weekdays: ['saturday'] } }"),
  notifications: fields(
    {
      fallback: TEXT,
      alertmanagers: TEXTS,
      heartbeat: fields({ to: TEXT }, "write { to: 'deadman', every: '1m' }"),
    },
    "write { fallback: '…', heartbeat: { to: '…' } }",
  ),
  proof: fields({}, "write { every: '1d', maxAge: '7d' }"),
  station: STATION,
  environments: mappingOf(ENVIRONMENT, 'write environments by name: { staging: { … } }'),
  stack: STACK,
  logs: LOGS,
  traces: fields(
    {
      enabled: YES_OR_NO,
      ratio: NUMBER,
      keepErrors: YES_OR_NO,
      exporter: TEXT,
      tailSampling: YES_OR_NO,
      endpoint: TEXT,
      serviceName: TEXT,
      propagation: listOf(TEXT, "write a list: ['w3c', 'b3']"),
    },
    'write { ratio: 0.1 }',
  ),
  health: HEALTH_SHAPE,
};
