import type { MetricMetadata } from '@telltale/model';

/** What is known of a family, as it is kept. */
export interface MetadataRecord {
  readonly name: string;
  readonly metadata: MetricMetadata;
}
