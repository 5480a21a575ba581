import { PANEL_KINDS } from '@telltale/definition';

const MAX_PANELS = 100;
const MAX_QUERIES = 20;
const MAX_TITLE = 200;
const MAX_QUERY = 20_000;
const MAX_TEXT = 20_000;
const MAX_NAMES = 50;
const MAX_OPTIONS = 1000;
const DAY_MS = 86_400_000;
const MAX_RANGE_MS = 3660 * DAY_MS;

const TITLE = { type: 'string', minLength: 1, maxLength: MAX_TITLE } as const;
const SHORT = { type: 'string', maxLength: MAX_TITLE } as const;
const NUMBER = { type: 'number' } as const;
const PERIOD = { type: ['number', 'null'], minimum: 1000, maximum: MAX_RANGE_MS } as const;

const QUERY = {
  type: 'object',
  required: ['query', 'legend'],
  additionalProperties: false,
  properties: {
    query: { type: 'string', maxLength: MAX_QUERY },
    legend: SHORT,
    axis: { enum: ['right'] },
  },
} as const;

const THRESHOLD = {
  type: 'object',
  required: ['value', 'severity', 'isBad'],
  additionalProperties: false,
  properties: {
    value: NUMBER,
    severity: { enum: ['info', 'warning', 'critical'] },
    alert: SHORT,
    isBad: { enum: ['above', 'below'] },
  },
} as const;

const LINK = {
  type: 'object',
  required: ['title', 'url'],
  additionalProperties: false,
  properties: { title: TITLE, url: { type: 'string', maxLength: 2000 } },
} as const;

const PANEL = {
  type: 'object',
  required: ['title', 'kind', 'unit', 'queries'],
  additionalProperties: false,
  properties: {
    title: TITLE,
    kind: { enum: PANEL_KINDS },
    unit: { type: 'string', maxLength: 50 },
    description: { type: 'string', maxLength: MAX_TEXT },
    queries: { type: 'array', maxItems: MAX_QUERIES, items: QUERY },
    text: { type: 'string', maxLength: MAX_TEXT },
    logs: { type: 'string', maxLength: MAX_QUERY },
    draw: { enum: ['lines', 'area', 'bars'] },
    isStacked: { type: 'boolean' },
    nulls: { enum: ['gap', 'connected', 'zero'] },
    rightUnit: { type: 'string', maxLength: 50 },
    baselineMs: { enum: [DAY_MS, 7 * DAY_MS] },
    thresholds: { type: 'array', maxItems: MAX_QUERIES, items: THRESHOLD },
    row: SHORT,
    links: { type: 'array', maxItems: MAX_NAMES, items: LINK },
    min: NUMBER,
    max: NUMBER,
    width: { type: 'integer', minimum: 1, maximum: 12 },
    height: { type: 'integer', minimum: 1, maximum: 12 },
  },
} as const;

const OPTIONS = {
  type: 'array',
  minItems: 1,
  maxItems: MAX_OPTIONS,
  items: { type: 'string', maxLength: MAX_TITLE },
} as const;

/** What a variable of a kind says besides its name. */
function variableOf(kind: string, properties: Readonly<Record<string, unknown>>) {
  return {
    anyOf: [
      { properties: { kind: { not: { const: kind } } } },
      { required: Object.keys(properties), properties },
    ],
  };
}

const VARIABLE = {
  type: 'object',
  required: ['name', 'label', 'kind'],
  properties: {
    name: TITLE,
    label: SHORT,
    kind: { enum: ['label-values', 'list', 'interval', 'text'] },
  },
  allOf: [
    variableOf('label-values', {
      values: TITLE,
      of: { type: 'string', maxLength: MAX_QUERY },
      isMulti: { type: 'boolean' },
      hasAll: { type: 'boolean' },
    }),
    variableOf('list', { options: OPTIONS, isMulti: { type: 'boolean' } }),
    variableOf('interval', { options: OPTIONS }),
    variableOf('text', { initial: SHORT }),
  ],
} as const;

/** What people write of a dashboard. */
export const CONTENT_SCHEMA = {
  type: 'object',
  required: ['title', 'panels', 'variables', 'tags', 'refreshMs', 'rangeMs'],
  additionalProperties: false,
  properties: {
    title: TITLE,
    panels: { type: 'array', maxItems: MAX_PANELS, items: PANEL },
    variables: { type: 'array', maxItems: MAX_NAMES, items: VARIABLE },
    tags: { type: 'array', maxItems: MAX_NAMES, items: SHORT },
    refreshMs: PERIOD,
    rangeMs: PERIOD,
  },
} as const;

const SAVED_BY = { type: 'string', maxLength: 100 } as const;

/** The body of a `POST`. */
export const CREATE_SCHEMA = {
  type: 'object',
  required: ['content'],
  properties: { savedBy: SAVED_BY, content: CONTENT_SCHEMA },
} as const;

/** The body of a `PUT`. */
export const SAVE_SCHEMA = {
  type: 'object',
  required: ['revision', 'content'],
  properties: { revision: { type: 'integer', minimum: 1 }, savedBy: SAVED_BY, content: CONTENT_SCHEMA },
} as const;
