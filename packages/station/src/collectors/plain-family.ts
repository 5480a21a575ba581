import type { MetricFamily, MetricMetadata } from '@telltale/model';
import { LabelSet } from '@telltale/model';

type PlainSample = readonly [labels: Readonly<Record<string, string>>, value: number];

/** A family of plain samples, all under the family's name. */
export function family(
  type: MetricMetadata['type'],
  name: string,
  help: string,
  samples: readonly PlainSample[],
): MetricFamily {
  return {
    name,
    type,
    help,
    unit: '',
    samples: samples.map(([labels, value]) => ({
      labels: LabelSet.of({ ...labels, __name__: name }),
      value,
    })),
  };
}

/** A family with one sample and no labels. */
export function single(
  type: MetricMetadata['type'],
  name: string,
  help: string,
  value: number,
): MetricFamily {
  return family(type, name, help, [[{}, value]]);
}
