import type { Receiver } from '@telltale/model';

const TEXT = { type: 'string' } as const;
const TEXTS = { type: 'object', additionalProperties: TEXT } as const;
const MAX_DRILL_SECONDS = 86_400;
/** No definition has more receivers, or alerts that look at one metric. */
const MAX_NAMES = 1000;

const SECRET = { type: 'object', required: ['env'], properties: { env: TEXT } } as const;
const URL_OR_SECRET = { anyOf: [TEXT, SECRET] } as const;
/** What a receiver of a drill may say; the rest is checked when the channel is made. */
const RECEIVER = {
  type: 'object',
  required: ['name', 'kind', 'sendResolved'],
  properties: {
    name: TEXT,
    kind: { enum: ['webhook', 'slack', 'pagerduty', 'email'] },
    sendResolved: { type: 'boolean' },
    url: URL_OR_SECRET,
    authorization: SECRET,
    signature: SECRET,
    routingKey: SECRET,
    password: SECRET,
    maxAlerts: { type: 'number' },
    to: { type: 'array', items: TEXT },
    requireTls: { type: 'boolean' },
    ...Object.fromEntries(
      ['body', 'channel', 'title', 'text', 'from', 'smarthost', 'username', 'caFile', 'subject', 'html'].map(
        (name) => [name, TEXT],
      ),
    ),
  },
  anyOf: [
    required('webhook', ['url']),
    required('slack', ['url']),
    required('pagerduty', ['url', 'routingKey']),
    required('email', ['to', 'from', 'smarthost', 'requireTls']),
  ],
} as const;

/** The body of `POST /api/telltale/drills`. */
export const DRILL_SCHEMA = {
  type: 'object',
  required: ['alertName', 'labels', 'seconds'],
  properties: {
    alertName: TEXT,
    metrics: { type: 'array', maxItems: MAX_NAMES, items: TEXT },
    labels: TEXTS,
    seconds: { type: 'number', minimum: 1, maximum: MAX_DRILL_SECONDS },
    receivers: { type: 'array', maxItems: MAX_NAMES, items: RECEIVER },
    secrets: TEXTS,
  },
} as const;

/** A step of a proof, as far as who shows it relies on it. */
const STEP = {
  type: 'object',
  required: ['level', 'name', 'outcome', 'detail', 'tookMs'],
  properties: {
    level: { type: 'number' },
    name: TEXT,
    outcome: { enum: ['passed', 'failed', 'not-run'] },
    detail: TEXT,
    tookMs: { type: 'number' },
  },
} as const;

/** The body of `POST /api/telltale/proofs`. */
export const PROOFS_SCHEMA = {
  type: 'object',
  required: ['proofs'],
  properties: {
    proofs: {
      type: 'array',
      items: {
        type: 'object',
        required: ['alertName', 'hash', 'steps', 'provenAtMs'],
        properties: {
          alertName: TEXT,
          hash: TEXT,
          level: { type: ['number', 'null'] },
          steps: { type: 'array', items: STEP },
          provenAtMs: { type: 'number' },
        },
      },
    },
  },
} as const;

/** What receivers of a kind must say. */
function required(kind: Receiver['kind'], names: readonly string[]) {
  return { properties: { kind: { const: kind } }, required: names };
}
