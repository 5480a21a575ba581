import type { MetricMetadata } from '@telltale/model';

/** How many metric families are remembered; a target that invents names cannot grow it further. */
const MAX_FAMILIES = 20_000;

/** Type, help and unit of every metric family seen in an exposition. */
export interface MetadataRegistry {
  set(name: string, metadata: MetricMetadata): void;
  all(): ReadonlyMap<string, MetricMetadata>;
}

export function createMetadataRegistry(): MetadataRegistry {
  const families = new Map<string, MetricMetadata>();
  return {
    set: (name, metadata) => {
      if (families.size < MAX_FAMILIES || families.has(name)) families.set(name, metadata);
    },
    all: () => families,
  };
}
