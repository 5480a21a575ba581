import type { Attributes, AttributeValue, Span } from '@telltale/model';
import type { ComparedAttribute } from '../../contract.ts';

/** Longer values are texts, not kinds of something. */
const MAX_VALUE_LENGTH = 200;
/** Different values that are counted; a set with more has ids that nobody shares. */
const MAX_PAIRS = 50_000;
const MAX_RESULTS = 50;
/** Smaller differences are of no use, whatever their chance. */
const LEAST_DIFFERENCE = 0.05;
/** Standard deviations: one of a hundred equal values would differ as much by chance. */
const LEAST_DEVIATIONS = 2.58;

type Traces = readonly (readonly Span[])[];

/**
 * The values that one of two sets of traces has more often than chance explains, counted by traces that have them in
 * any span. The ones that differ most towards the selection come first, the ones of the baseline last.
 */
export function compareAttributes(selection: Traces, baseline: Traces): ComparedAttribute[] {
  const pairs = new Map<string, { field: string; value: string; selection: number; baseline: number }>();
  count(selection, 'selection', pairs);
  count(baseline, 'baseline', pairs);
  const compared = [...pairs.values()].flatMap((pair): ComparedAttribute[] => {
    if (!isTelling(pair.selection, selection.length, pair.baseline, baseline.length)) return [];
    const { field, value } = pair;
    return [
      {
        field,
        value,
        selection: pair.selection / selection.length,
        baseline: pair.baseline / baseline.length,
      },
    ];
  });
  const byDifference = compared.sort((a, b) => difference(b) - difference(a) || (a.field < b.field ? -1 : 1));
  if (byDifference.length <= MAX_RESULTS) return byDifference;
  const strongest = byDifference.toSorted((a, b) => Math.abs(difference(b)) - Math.abs(difference(a)));
  const kept = new Set(strongest.slice(0, MAX_RESULTS));
  return byDifference.filter((one) => kept.has(one));
}

function difference({ selection, baseline }: ComparedAttribute): number {
  return selection - baseline;
}

/** Whether two shares differ by more than chance: the test of two proportions. */
function isTelling(a: number, ofA: number, b: number, ofB: number): boolean {
  if (ofA === 0 || ofB === 0) return false;
  const gap = Math.abs(a / ofA - b / ofB);
  const share = (a + b) / (ofA + ofB);
  const deviation = Math.sqrt(share * (1 - share) * (1 / ofA + 1 / ofB));
  return gap >= LEAST_DIFFERENCE && gap >= LEAST_DEVIATIONS * deviation;
}

function count(
  traces: Traces,
  set: 'selection' | 'baseline',
  pairs: Map<string, { field: string; value: string; selection: number; baseline: number }>,
): void {
  for (const spans of traces) {
    const seen = new Set<string>();
    const add = (field: string, value: string): void => {
      const key = `${field}\0${value}`;
      if (value.length > MAX_VALUE_LENGTH || seen.has(key)) return;
      seen.add(key);
      const pair = pairs.get(key);
      if (pair) pair[set]++;
      else if (pairs.size < MAX_PAIRS) pairs.set(key, { field, value, selection: 0, baseline: 0, [set]: 1 });
    };
    for (const span of spans) addSpan(span, add);
  }
}

type Add = (field: string, value: string) => void;

function addSpan({ service, name, status, attributes, resource }: Span, add: Add): void {
  add('service', service);
  add('operation', name);
  add('status', status);
  addAttributes(attributes, '', add);
  addAttributes(resource, 'resource.', add);
}

function addAttributes(attributes: Attributes, prefix: string, add: Add): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (isObject(value)) addAttributes(value, `${prefix}${name}.`, add);
    else add(prefix + name, typeof value === 'string' ? value : JSON.stringify(value));
  }
}

function isObject(value: AttributeValue): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
