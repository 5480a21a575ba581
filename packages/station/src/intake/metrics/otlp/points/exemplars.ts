import type { SeriesId } from '@telltale/model';
import { LabelSet } from '@telltale/model';
import type { ReadExemplar } from '@telltale/model/wire';
import type { PushedRows } from '../../pushed-rows.ts';
import type { LabelPair } from '../../label-limits.ts';
import { attributeText } from '../attribute-labels.ts';

/** Characters of all labels of an exemplar, as in OpenMetrics. */
const MAX_CHARACTERS = 128;

/** Adds exemplars to the series they belong to. */
export function addExemplars(
  rows: PushedRows,
  exemplars: readonly ReadExemplar[],
  seriesOf: (exemplar: ReadExemplar) => SeriesId | undefined,
): void {
  for (const exemplar of exemplars) {
    const id = seriesOf(exemplar);
    if (id === undefined || exemplar.timeMs === 0) continue;
    rows.addExemplar(id, {
      labels: exemplarLabels(exemplar),
      value: exemplar.value,
      timestampMs: exemplar.timeMs,
    });
  }
}

/** The trace first; attributes only where all of them find room. */
function exemplarLabels({ traceId, spanId, attributes }: ReadExemplar): LabelSet {
  const trace: readonly LabelPair[] = [
    ['trace_id', traceId],
    ['span_id', spanId],
  ];
  const others = Object.keys(attributes).map((name): LabelPair => [name, attributeText(attributes[name])]);
  const all = [...trace.filter(([, value]) => value !== ''), ...others];
  const characters = all.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  return LabelSet.from(characters <= MAX_CHARACTERS ? all : trace);
}
