import type { AttributeValue, Attributes, LogFilter, LogRecord } from '@telltale/model';
import fc from 'fast-check';

/** A day's start and the times around it that records have: few, so that many are equal. */
export const LOGS_START_MS = Date.UTC(2026, 2, 10);
const SPAN_MS = 3 * 3_600_000;

const WORDS = [
  'failed',
  'FAILED',
  'order',
  'ΑΣ',
  'ας',
  'İstanbul',
  'ß',
  '💥',
  'a\nb',
  '\0',
  '7',
  '42',
  'connect ECONNREFUSED 10.0.3.7:5432',
  '',
];
const NAMES = ['a', 'b', 'a.b', 'b.c', 'a.b.c', '__proto__', 'constructor', 'x y', '', 'service', '"q\\'];
const TEXTS = ['', 'x', '7', '42', '1e3', 'true', 'null', '{"b":7}', '[1]', '"', '\\', 'é', 'ab', ' 5 '];
const SERVICES = ['shop', 'pay', 'Shöp', '__proto__'];
const TRACES = ['0af7651916cd43dd8448eb211c80319c', '1bf7651916cd43dd8448eb211c80319c'];
const SPANS = ['b7ad6b7169203331', 'c7ad6b7169203331'];

/** An object as records have them: without a prototype. */
function withoutPrototype(entries: readonly (readonly [string, AttributeValue])[]): Attributes {
  const object: Record<string, AttributeValue> = Object.create(null);
  for (const [name, value] of entries) object[name] = value;
  return object;
}

const { attributes } = fc.letrec<{ attributes: Attributes; value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<AttributeValue>(...TEXTS, 7, 42, -0.5, 1e21, true, false, null),
    fc.array(fc.constantFrom<AttributeValue>(1, 'x', null), { maxLength: 2 }),
    tie('attributes'),
  ),
  attributes: fc
    .array(fc.tuple(fc.constantFrom(...NAMES), tie('value')), { maxLength: 4 })
    .map(withoutPrototype),
}));

/** The same name as a whole, and as a way into objects. */
const dotted = fc.constantFrom(
  withoutPrototype([['a.b', 7]]),
  withoutPrototype([['a', { b: 7 }]]),
  withoutPrototype([
    ['a', { b: { c: 42 }, 'b.c': 'x' }],
    ['a.b', { c: true }],
  ]),
);

const message = fc.array(fc.constantFrom(...WORDS), { maxLength: 4 }).map((words) => words.join(' '));

/** Records of programs whose resources are shared, and of some that have little in common with others. */
export const logRecord: fc.Arbitrary<LogRecord> = fc.record(
  {
    timeMs: fc.oneof(
      fc
        .tuple(fc.nat(20), fc.constantFrom(0, 0, 15_000, 45_000.125))
        .map(([minute, offsetMs]) => LOGS_START_MS + minute * 60_000 + offsetMs),
      fc.nat(SPAN_MS).map((offsetMs) => LOGS_START_MS - SPAN_MS / 2 + offsetMs + 0.125),
    ),
    severity: fc.constantFrom(0, 1, 9, 10, 13, 17, 21, 24),
    severityText: fc.constantFrom('NOTICE', 'é'),
    service: fc.constantFrom(...SERVICES),
    logger: fc.constantFrom('http', 'db'),
    message,
    traceId: fc.constantFrom(...TRACES),
    spanId: fc.constantFrom(...SPANS),
    attributes: fc.oneof({ weight: 3, arbitrary: attributes }, dotted),
    resource: fc.constantFrom(
      withoutPrototype([]),
      withoutPrototype([['host.name', 'a1']]),
      withoutPrototype([
        ['host', { name: 'a2' }],
        ['b', 7],
      ]),
    ),
  },
  { requiredKeys: ['timeMs', 'severity', 'service', 'message', 'attributes', 'resource'] },
);

const field = fc.constantFrom(
  'service',
  'logger',
  'level',
  'message',
  'trace_id',
  'span_id',
  'resource.host.name',
  'resource.b',
  ...NAMES,
);
const value = fc.constantFrom(
  ...TEXTS,
  ...SERVICES,
  ...TRACES,
  ...SPANS,
  ...WORDS,
  'error',
  'info',
  'a1',
  'http',
);
const pattern = fc.constantFrom(
  '.*',
  '',
  'a.b',
  '(?i)fail',
  '[0-9]+',
  'x|7|shop',
  '.+',
  '^order',
  'é$',
  'b.*b',
);

/** Filters of every kind. */
export const logFilter: fc.Arbitrary<LogFilter> = fc.letrec<{ filter: LogFilter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({
      kind: fc.constant('text' as const),
      text: fc.oneof(
        fc.constantFrom(...WORDS, 'ail', 'refused 10.0.3.', 'ord', 'σ', 'i', '\ud83d', 'd o'),
        message,
      ),
    }),
    fc.record({ kind: fc.constant('regexp' as const), pattern }),
    fc.record({ kind: fc.constant('severity' as const), atLeast: fc.constantFrom(0, 1, 9, 13, 17, 25) }),
    fc.record({ kind: fc.constant('has' as const), field }),
    fc.record({
      kind: fc.constant('field' as const),
      field,
      operator: fc.constantFrom(
        '=' as const,
        '!=' as const,
        '<' as const,
        '<=' as const,
        '>' as const,
        '>=' as const,
      ),
      value,
    }),
    fc.record({
      kind: fc.constant('field' as const),
      field,
      operator: fc.constantFrom('=~' as const, '!~' as const),
      value: pattern,
    }),
    fc.record({ kind: fc.constant('not' as const), filter: tie('filter') }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      filters: fc.array(tie('filter'), { maxLength: 3 }),
    }),
  ),
})).filter;
