import fc from 'fast-check';
import type { AttributeValue, Attributes } from '../../src/attributes/attributes.ts';
import type { LogRecord } from '../../src/logs/log-record.ts';
import type { Span } from '../../src/traces/span.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const name = fc.oneof(text, fc.constantFrom('__proto__', 'constructor', 'http.route', 'a.b'));

/** Values that mean the same after they were written: no fractions of a subnormal kind, no negative zero. */
const scalar = fc.oneof(
  text,
  fc.boolean(),
  fc.constant(null),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
);

const value = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: false }),
  ),
})).value;

const attributes: fc.Arbitrary<Attributes> = fc.dictionary(name, value, { maxKeys: 4 });
const resource = fc
  .dictionary(name, scalar, { maxKeys: 3 })
  .map((table): Attributes => withoutPrototype(table, ['service.name']));
const timeMs = fc.integer({ min: 1, max: 4_000_000_000_000_000 }).map((microseconds) => microseconds / 1000);
const id = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((array) => Buffer.from(array).toString('hex'))
    .filter((hexadecimal) => !/^0+$/.test(hexadecimal));
const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });
const service = text.map((given) => (given === '' ? 'unknown_service' : given));
const scope = optional(text.filter((given) => given !== ''));

/** Log records as programs may send them. */
export const arbitraryLogRecord: fc.Arbitrary<LogRecord> = fc.record({
  timeMs,
  severity: fc.integer({ min: 1, max: 24 }),
  severityText: optional(fc.constantFrom('CRITICAL', 'silly', 'I')),
  service,
  logger: scope,
  message: text,
  traceId: optional(id(16)),
  spanId: optional(id(8)),
  attributes,
  resource,
});

/** Spans as programs may send them. */
export const arbitrarySpan: fc.Arbitrary<Span> = fc.record({
  traceId: id(16),
  spanId: id(8),
  parentSpanId: optional(id(8)),
  traceState: optional(fc.constant('vendor=1')),
  name: text,
  kind: fc.constantFrom('internal', 'server', 'client', 'producer', 'consumer'),
  startMs: fc.integer({ min: 1, max: 2_000_000_000_000 }),
  durationMs: fc.integer({ min: 0, max: 1_000_000 }),
  status: fc.constantFrom('unset', 'ok', 'error'),
  statusMessage: optional(text.filter((given) => given !== '')),
  service,
  scope,
  attributes,
  events: fc.array(fc.record({ timeMs, name: text, attributes }), { maxLength: 2 }),
  links: fc.array(fc.record({ traceId: id(16), spanId: id(8), attributes }), { maxLength: 2 }),
  resource,
});

function withoutPrototype(table: Attributes, except: readonly string[]): Attributes {
  const entries = Object.entries(table).filter(([key]) => !except.includes(key));
  return Object.assign(Object.create(null), Object.fromEntries(entries)) as Attributes;
}
