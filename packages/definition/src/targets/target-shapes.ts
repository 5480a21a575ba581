import type { Shape } from '../faults/shape.ts';
import { NUMBER, YES_OR_NO, fields, listOf, mappingOf, text, value } from '../faults/shape.ts';

const TEXT = text();
const TEXTS = listOf(TEXT, "write a list of texts: ['a', 'b']");
const TEXT_OR_TEXTS: Shape = (given, place) =>
  (Array.isArray(given)
    ? TEXTS
    : value((one) => typeof one === 'string', 'write a text, or a list of texts'))(given, place);
const LABELS = mappingOf(text("write the label's value as text"), "write labels: { zone: 'a' }");
const PATH = value((one) => typeof one === 'string' && one.startsWith('/'), 'write a path such as /metrics');

const RULE = fields(
  {
    action: TEXT,
    sourceLabels: TEXTS,
    separator: TEXT,
    regex: value(
      (one) => typeof one === 'string' || one instanceof RegExp,
      'write a text or a regular expression',
    ),
    modulus: NUMBER,
    targetLabel: TEXT,
    replacement: TEXT,
  },
  "write { action: 'drop', sourceLabels: ['…'], regex: '…' }",
);
const RULES = listOf(RULE, "write a list: [{ action: 'labeldrop', regex: '…' }]");

/** How a server is reached. Secrets are checked where they are resolved. */
export const ACCESS_FIELDS: Readonly<Record<string, Shape>> = {
  basicAuth: fields({}, "write { username: '…', password: { env: '…' } }"),
  tls: fields(
    { caFile: TEXT, certFile: TEXT, keyFile: TEXT, serverName: TEXT, insecureSkipVerify: YES_OR_NO },
    "write { caFile: '…' }",
  ),
  proxy: TEXT,
  headers: mappingOf(
    value((one) => one !== null, 'write a text, or where the secret is'),
    "write headers: { 'X-Scope-OrgID': 'shop' }",
  ),
  followRedirects: YES_OR_NO,
};

const DISCOVERY = fields(
  {
    ...ACCESS_FIELDS,
    kind: text("write 'file', 'http' or 'dns'"),
    names: TEXT_OR_TEXTS,
    files: TEXT_OR_TEXTS,
    url: TEXT,
  },
  "write { kind: 'file', files: 'targets/*.json' }",
);

const DISCOVERIES: Shape = (given, place) =>
  (Array.isArray(given) ? listOf(DISCOVERY, "write { kind: 'file', files: '…' }") : DISCOVERY)(given, place);

/** What a page has in common with its program. */
const SCRAPE: Readonly<Record<string, Shape>> = {
  path: PATH,
  params: mappingOf(TEXT_OR_TEXTS, "write parameters: { format: 'prometheus' }"),
  labels: LABELS,
  metricRelabel: RULES,
  honorLabels: YES_OR_NO,
  honorTimestamps: YES_OR_NO,
  limits: fields({}, "write { samples: 10_000, bodySize: '10MB' }"),
};

/** What the options of a target must be to be worked with. */
export const TARGET_FIELDS: Readonly<Record<string, Shape>> = {
  ...SCRAPE,
  ...ACCESS_FIELDS,
  scheme: value((one) => one === 'http' || one === 'https', "write 'http' or 'https'"),
  discover: DISCOVERIES,
  pages: mappingOf(
    fields(SCRAPE, "write { path: '/more', every: '1m' }"),
    "write pages by name: { more: { path: '/more' } }",
  ),
  relabel: RULES,
  batch: YES_OR_NO,
  container: TEXT,
};
