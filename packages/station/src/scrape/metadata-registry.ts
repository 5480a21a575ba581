import type { MetricMetadata } from '@telltale/model';

/** How many metric families are remembered; a target that invents names cannot grow it further. */
const MAX_FAMILIES = 20_000;

/** Type, help and unit of every metric family seen in an exposition. */
export interface MetadataRegistry {
  /** Whether it is another than before. */
  set(name: string, metadata: MetricMetadata): boolean;
  all(): ReadonlyMap<string, MetricMetadata>;
}

export function createMetadataRegistry(): MetadataRegistry {
  const families = new Map<string, MetricMetadata>();
  return {
    set: (name, metadata) => {
      const known = families.get(name);
      if (known ? isSame(known, metadata) : families.size >= MAX_FAMILIES) return false;
      families.set(name, metadata);
      return true;
    },
    all: () => families,
  };
}

function isSame(a: MetricMetadata, b: MetricMetadata): boolean {
  return a.type === b.type && a.help === b.help && a.unit === b.unit;
}
