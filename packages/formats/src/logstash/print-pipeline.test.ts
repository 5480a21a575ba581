import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLogstashPipeline } from './parse-pipeline.ts';
import type {
  LogstashCondition,
  LogstashOperand,
  LogstashPipeline,
  LogstashPlugin,
  LogstashStatement,
  LogstashValue,
} from './pipeline.ts';
import { printLogstashPipeline } from './print-pipeline.ts';

const text = fc
  .string({ unit: fc.constantFrom('a', ' ', '%', '{', '#', '\n', '"', 'é', '=>', '\\d'), maxLength: 6 })
  .filter((each) => !each.endsWith('\\'));
const name = fc
  .stringMatching(/^[a-z][a-z0-9_]{0,5}$/)
  .filter((each) => !['if', 'else', 'in'].includes(each));
const number = fc.integer({ min: -1000, max: 1000 });

const { plugin } = fc.letrec<{ value: LogstashValue; plugin: LogstashPlugin }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.record({ kind: fc.constant('string' as const), text }),
    fc.record({ kind: fc.constant('number' as const), value: number }),
    fc.record({ kind: fc.constant('word' as const), text: name }),
    fc.record({ kind: fc.constant('array' as const), items: fc.array(tie('value'), { maxLength: 3 }) }),
    fc.record({
      kind: fc.constant('hash' as const),
      entries: fc.array(fc.record({ key: text, value: tie('value') }), { maxLength: 3 }),
    }),
    tie('plugin'),
  ),
  plugin: fc.record({
    kind: fc.constant('plugin' as const),
    name,
    settings: fc.array(fc.record({ name, value: tie('value') }), { maxLength: 3 }),
  }),
}));

const scalar: fc.Arbitrary<LogstashOperand> = fc.oneof(
  fc.record({ kind: fc.constant('string' as const), text }),
  fc.record({ kind: fc.constant('number' as const), value: number }),
  fc.record({ kind: fc.constant('field' as const), path: fc.array(name, { minLength: 1, maxLength: 3 }) }),
);
const operand: fc.Arbitrary<LogstashOperand> = fc.oneof(
  scalar,
  fc.record({ kind: fc.constant('regexp' as const), pattern: fc.constantFrom('^a', 'b\\/c', '\\d+') }),
  fc.record({ kind: fc.constant('array' as const), items: fc.array(scalar, { minLength: 2, maxLength: 3 }) }),
);
const { condition } = fc.letrec<{ condition: LogstashCondition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4 },
    fc.record({ kind: fc.constant('truth' as const), operand: scalar }),
    fc.record({
      kind: fc.constant('compare' as const),
      operator: fc.constantFrom(
        '==' as const,
        '!=' as const,
        '<=' as const,
        '=~' as const,
        'in' as const,
        'not in' as const,
      ),
      left: operand,
      right: operand,
    }),
    fc.record({ kind: fc.constant('not' as const), operand: tie('condition') }),
    fc.record({
      kind: fc.constant('logical' as const),
      operator: fc.constantFrom('and' as const, 'or' as const, 'xor' as const, 'nand' as const),
      left: tie('condition'),
      right: tie('condition'),
    }),
  ),
}));

const { statement } = fc.letrec<{ statement: LogstashStatement }>((tie) => ({
  statement: fc.oneof(
    { maxDepth: 3 },
    plugin,
    fc.record({
      kind: fc.constant('branch' as const),
      arms: fc
        .tuple(
          fc.array(fc.record({ condition, body: fc.array(tie('statement'), { maxLength: 2 }) }), {
            minLength: 1,
            maxLength: 2,
          }),
          fc.option(fc.array(tie('statement'), { maxLength: 2 }), { nil: undefined }),
        )
        .map(([arms, body]) => (body ? [...arms, { body }] : arms)),
    }),
  ),
}));
const pipeline: fc.Arbitrary<LogstashPipeline> = fc.record({
  sections: fc.array(
    fc.record({
      type: fc.constantFrom('input' as const, 'filter' as const, 'output' as const),
      body: fc.array(statement, { maxLength: 3 }),
    }),
    { maxLength: 3 },
  ),
});

/** A pipeline without the places in its text. */
function withoutRanges(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withoutRanges);
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).flatMap(([key, each]) => (key === 'range' ? [] : [[key, withoutRanges(each)]])),
  );
}

describe('printLogstashPipeline', () => {
  it('is read back as what was printed', () => {
    fc.assert(
      fc.property(pipeline, (printed) => {
        const { pipeline: read, issues } = parseLogstashPipeline(printLogstashPipeline(printed), 'a.conf');
        expect(issues).toEqual([]);
        expect(withoutRanges(read)).toEqual(withoutRanges(printed));
      }),
      { numRuns: 200 },
    );
  });

  it('puts the header above the sections', () => {
    const input: LogstashPipeline = {
      sections: [{ type: 'input', body: [{ kind: 'plugin', name: 'beats', settings: [] }] }],
    };
    expect(printLogstashPipeline(input, ['Generated'])).toBe('# Generated\n\ninput {\n  beats {}\n}\n');
  });

  it.each([[`it's "both"`], ['ends with \\']])('refuses %j, which Logstash has no way to write', (each) => {
    const settings = [{ name: 'a', value: { kind: 'string' as const, text: each } }];
    const input: LogstashPipeline = {
      sections: [{ type: 'input', body: [{ kind: 'plugin', name: 'x', settings }] }],
    };
    expect(() => printLogstashPipeline(input)).toThrow('Logstash cannot write the text');
  });
});
