import type { CompiledMatcher, LabelSet } from '@telltale/model';

/**
 * Items that apply to the label sets which all of their matchers take. Where one matcher asks for a
 * value, the item is only looked at for label sets with that value: thousands of items stay cheap.
 */
export interface MatcherIndex<Item> {
  add(matchers: readonly CompiledMatcher[], item: Item): void;
  delete(item: Item): void;
  /** The items that apply to a label set, in no particular order. */
  matching(labels: LabelSet): readonly Item[];
}

type Bucket<Item> = Map<Item, readonly CompiledMatcher[]>;

/** Creates an index without items. */
export function createMatcherIndex<Item>(): MatcherIndex<Item> {
  /** By the name and value of a label that the item asks for. */
  const byLabel = new Map<string, Map<string, Bucket<Item>>>();
  const others: Bucket<Item> = new Map();
  const placeOf = new Map<Item, Bucket<Item>>();

  const bucketFor = (matchers: readonly CompiledMatcher[]): Bucket<Item> => {
    const key = keyMatcher(matchers);
    if (!key) return others;
    const values = emplace(byLabel, key.name, () => new Map<string, Bucket<Item>>());
    return emplace(values, key.value, () => new Map());
  };
  return {
    add: (matchers, item) => {
      placeOf.get(item)?.delete(item);
      const bucket = bucketFor(matchers);
      bucket.set(item, matchers);
      placeOf.set(item, bucket);
    },
    delete: (item) => {
      placeOf.get(item)?.delete(item);
      placeOf.delete(item);
    },
    matching: (labels) => {
      const found = takenFrom(others, labels);
      for (const [name, values] of byLabel) {
        const bucket = values.get(labels.get(name));
        if (bucket) found.push(...takenFrom(bucket, labels));
      }
      return found;
    },
  };
}

/** Names of alerts are many, so they tell the most. */
function keyMatcher(matchers: readonly CompiledMatcher[]): CompiledMatcher | undefined {
  const exact = matchers.filter(({ op, value }) => op === '=' && value !== '');
  return exact.find(({ name }) => name === 'alertname') ?? exact[0];
}

function takenFrom<Item>(bucket: Bucket<Item>, labels: LabelSet): Item[] {
  const found: Item[] = [];
  for (const [item, matchers] of bucket) if (matchesAll(matchers, labels)) found.push(item);
  return found;
}

/** Whether a label set satisfies all matchers; a missing label counts as an empty one. */
export function matchesAll(matchers: readonly CompiledMatcher[], labels: LabelSet): boolean {
  return matchers.every((matcher) => matcher.matches(labels.get(matcher.name)));
}

function emplace<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = create()));
  return value;
}
