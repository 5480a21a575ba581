import { attributeText, compileFieldTest } from '@telltale/model';
import type { AttributeValue, Attributes, FieldOperator, Span, SpanCondition } from '@telltale/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { madeSpan, spanIdOf } from '../../../test/made-span.ts';
import { compileRegexp } from '../../search/compile-regexp.ts';
import { SpanBatchWriter, readSpanBatch } from '../codec/span-batch.ts';
import { compileFragmentTest } from './span-test.ts';
import { inMemory } from './trace-contents.ts';

const RUNS = process.env.TELLTALE_TEST_SCALE === 'long' ? 5000 : 400;
const ALL = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER, limit: 1 };

const name = fc.constantFrom('a', 'b', 'a.b', 'b.a', 'a.b.a', '', '.', '__proto__', 'ab');
const word = fc.constantFrom(
  'paid',
  'a',
  '',
  'say "no"',
  'back\\slash',
  'line\nend',
  'é😀',
  '7',
  'true',
  'null',
  '{}',
  'ab',
);
const value = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    word,
    fc.constantFrom(7, -1, 0.5, true, false, null),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(name, tie('value'), { maxKeys: 2, noNullPrototype: true }),
  ),
})).value;
const attributes: fc.Arbitrary<Attributes> = fc
  .array(fc.tuple(name, value), { maxLength: 3 })
  .map((entries) => Object.assign(Object.create(null), Object.fromEntries(entries)) as Attributes);
const field = fc.tuple(fc.constantFrom('', '', 'resource.'), name).map((parts) => parts.join(''));
const wanted = fc.oneof(word, fc.constantFrom('0.5', '-1', 'false', '["a"]'));
const equal = fc.record({ field, operator: fc.constantFrom<FieldOperator[]>('=', '!='), value: wanted });
const other = fc.record({
  field,
  operator: fc.constantFrom<FieldOperator[]>('=~', '!~', '<', '>='),
  // What is a pattern.
  value: wanted.filter((text) => !/[\\{]/.test(text)),
});
const condition = fc.oneof(equal, equal, other);

it('a condition holds for what is written as it does for the spans themselves', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(attributes, attributes), { minLength: 1, maxLength: 3 }),
      fc.array(condition, { minLength: 1, maxLength: 2 }),
      async (ofSpans, conditions) => {
        const spans = ofSpans.map(([own, resource], i) =>
          madeSpan(1, { spanId: spanIdOf(i + 1), attributes: own, resource }),
        );
        const { fragments, resources } = readSpanBatch(await new SpanBatchWriter().write(spans))!;
        const matches = compileFragmentTest({ ...ALL, conditions });
        const expected = spans.some((span) => conditions.every((each) => holds(span, each)));
        expect(matches(inMemory(fragments[0], resources))).toBe(expected);
      },
    ),
    {
      numRuns: RUNS,
      examples: [[[[{ a: { b: 'paid' } }, {}]], [{ field: 'a.b', operator: '=', value: 'paid' }]]],
    },
  );
});

function holds(span: Span, { field: name, operator, value: text }: SpanCondition): boolean {
  const isResource = name.startsWith('resource.');
  const found = isResource
    ? attributeText(span.resource, name.slice('resource.'.length))
    : attributeText(span.attributes, name);
  return compileFieldTest(operator, text, compileRegexp)(found ?? '');
}
