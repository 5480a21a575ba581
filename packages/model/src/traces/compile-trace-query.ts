import { attributeText } from '../attributes/attribute-text.ts';
import { compileFieldTest } from '../search/compile-field-test.ts';
import type { CompileRegexp } from '../search/compile-regexp.ts';
import type { Span } from './span.ts';
import type { SpanCondition, TraceQuery } from './trace-query.ts';

/** Says whether a span is one that makes its trace wanted. */
export type SpanTest = (span: Span) => boolean;

const RESOURCE_PREFIX = 'resource.';

/**
 * What a query says of a span: every store answers as this does.
 *
 * @throws what `compileRegexp` throws, for a pattern that is none.
 */
export function compileTraceQuery(query: TraceQuery, compileRegexp: CompileRegexp): SpanTest {
  const { service, operation, status, minDurationMs = -Infinity, maxDurationMs = Infinity } = query;
  const conditions = (query.conditions ?? []).map((one) => compileCondition(one, compileRegexp));
  return (span) =>
    (service === undefined || span.service === service) &&
    (operation === undefined || span.name === operation) &&
    (status === undefined || span.status === status) &&
    span.durationMs >= minDurationMs &&
    span.durationMs <= maxDurationMs &&
    conditions.every((holds) => holds(span));
}

function compileCondition({ field, operator, value }: SpanCondition, compileRegexp: CompileRegexp): SpanTest {
  const test = compileFieldTest(operator, value, compileRegexp);
  if (!field.startsWith(RESOURCE_PREFIX))
    return ({ attributes }) => test(attributeText(attributes, field) ?? '');
  const name = field.slice(RESOURCE_PREFIX.length);
  return ({ resource }) => test(attributeText(resource, name) ?? '');
}
