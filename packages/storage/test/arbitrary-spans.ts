import type { AttributeValue, Attributes, Span, SpanEvent, SpanLink } from '@telltale/model';
import fc from 'fast-check';

const START_MS = Date.UTC(2026, 1, 3, 20);

const text = fc.oneof(
  fc.constantFrom('', '__proto__', 'constructor', 'http.route', 'é 日本 😀', 'x'.repeat(130)),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
);
const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true }),
  fc.constantFrom(0, -0, 1e300, 2 ** 52, -(2 ** 52), Infinity),
);
const leaf = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const nested: fc.Arbitrary<AttributeValue> = fc
  .jsonValue({ maxDepth: 3 })
  .map((value) => JSON.parse(JSON.stringify({ nested: value })) as AttributeValue);

/** Attributes without a prototype, with names that are dangerous. */
const arbitraryAttributes: fc.Arbitrary<Attributes> = fc
  .array(fc.tuple(text, fc.oneof({ weight: 5, arbitrary: leaf }, { weight: 1, arbitrary: nested })), {
    maxLength: 6,
  })
  .map((entries) => {
    const attributes: Record<string, AttributeValue> = Object.create(null);
    for (const [name, value] of entries) attributes[name] = value;
    return attributes;
  });

/** Some digits of an id. */
function arbitraryId(digits: number): fc.Arbitrary<string> {
  return fc
    .array(fc.nat(15), { minLength: digits, maxLength: digits })
    .map((values) => values.map((value) => value.toString(16)).join(''));
}

const timeMs = fc.integer({ min: 0, max: 10_000_000 }).map((microseconds) => START_MS + microseconds / 1000);
const event: fc.Arbitrary<SpanEvent> = fc.record({ timeMs, name: text, attributes: arbitraryAttributes });
const link: fc.Arbitrary<SpanLink> = fc.record({
  traceId: arbitraryId(32),
  spanId: arbitraryId(16),
  attributes: arbitraryAttributes,
});

/** Spans of one trace: their parents are among them, or elsewhere, or nowhere. */
export const arbitraryTrace: fc.Arbitrary<Span[]> = fc
  .tuple(
    arbitraryId(32),
    fc.uniqueArray(arbitraryId(16), { minLength: 1, maxLength: 8 }),
    fc.array(arbitraryAttributes.filter(isJson), { minLength: 1, maxLength: 2 }),
  )
  .chain(([traceId, spanIds, resources]) =>
    fc.tuple(
      ...spanIds.map((spanId) =>
        fc
          .record(
            {
              parentSpanId: fc.oneof(fc.constantFrom(...spanIds), arbitraryId(16)),
              scope: text,
              statusMessage: text,
              traceState: text,
            },
            { requiredKeys: [] },
          )
          .chain((optional) =>
            fc.record({
              traceId: fc.constant(traceId),
              spanId: fc.constant(spanId),
              ...Object.fromEntries(
                Object.entries(optional).map(([key, value]) => [key, fc.constant(value)]),
              ),
              name: text,
              kind: fc.constantFrom('internal', 'server', 'client', 'producer', 'consumer'),
              startMs: timeMs,
              durationMs: fc.nat(100_000_000).map((microseconds) => microseconds / 1000),
              status: fc.constantFrom('unset', 'ok', 'error'),
              service: text,
              attributes: arbitraryAttributes,
              events: fc.array(event, { maxLength: 3 }),
              links: fc.array(link, { maxLength: 2 }),
              resource: fc.constantFrom(...resources),
            }),
          ),
      ),
    ),
  );

/** Attributes of programs are kept as JSON, which has no infinity and no -0. */
function isJson(attributes: Attributes): boolean {
  return Object.values(attributes).every(
    (value) => typeof value !== 'number' || (Number.isFinite(value) && !Object.is(value, -0)),
  );
}
