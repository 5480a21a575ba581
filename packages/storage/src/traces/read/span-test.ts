import { attributeText, compileFieldTest } from '@telltale/model';
import type { Attributes, SpanCondition, TraceSearch } from '@telltale/model';
import { compileRegexp } from '../../search/compile-regexp.ts';
import type { SpanHead } from '../codec/fragment.ts';
import { hasNeedles, needlesOf } from './condition-needles.ts';
import type { Needles } from './condition-needles.ts';
import type { FoundFragment } from './trace-contents.ts';

const RESOURCE_PREFIX = 'resource.';

/** Says of a fragment whether one of its spans is wanted. */
export type FragmentTest = (found: FoundFragment) => boolean;

interface ConditionTest {
  readonly holds: (attributes: Attributes, resource: Attributes) => boolean;
  /** What is in the bytes of a fragment with a span for which it holds. */
  readonly needles: readonly Needles[];
}

/**
 * What a search wants of a span. Attributes are read only where all else holds.
 *
 * @throws TelltaleError TT_SEARCH_SYNTAX for a regular expression that is none.
 */
export function compileFragmentTest(search: TraceSearch): FragmentTest {
  const isWanted = headTest(search);
  const conditions = (search.conditions ?? []).map(conditionTest);
  const needles = conditions.flatMap((condition) => condition.needles);
  return (found) => {
    const { fragment } = found;
    if (fragment.firstStartMs >= search.endMs || fragment.lastStartMs < search.startMs) return false;
    if (conditions.length === 0) return fragment.heads().some(isWanted);
    if (!hasNeedles(fragment.bytes, needles)) return false;
    return fragment
      .spans((hash) => found.resource(hash), isWanted)
      .some(({ attributes, resource }) => conditions.every(({ holds }) => holds(attributes, resource)));
  };
}

function headTest(search: TraceSearch): (head: SpanHead) => boolean {
  const { startMs, endMs, service, operation, status } = search;
  const { minDurationMs = -Infinity, maxDurationMs = Infinity } = search;
  return (head) =>
    head.startMs >= startMs &&
    head.startMs < endMs &&
    (service === undefined || head.service === service) &&
    (operation === undefined || head.name === operation) &&
    (status === undefined || head.status === status) &&
    head.durationMs >= minDurationMs &&
    head.durationMs <= maxDurationMs;
}

function conditionTest(condition: SpanCondition): ConditionTest {
  const { field, operator, value } = condition;
  const test = compileFieldTest(operator, value, compileRegexp);
  if (field.startsWith(RESOURCE_PREFIX)) {
    const name = field.slice(RESOURCE_PREFIX.length);
    return { holds: (_attributes, resource) => test(attributeText(resource, name) ?? ''), needles: [] };
  }
  const holds = (attributes: Attributes): boolean => test(attributeText(attributes, field) ?? '');
  return { holds, needles: needlesOf(condition, test('')) };
}
