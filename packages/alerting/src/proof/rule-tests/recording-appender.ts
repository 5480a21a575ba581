import type { LabelSet, MetricAppender, SampleRow } from '@telltale/model';
import { bitsOf, isStaleAt } from '@telltale/model';
import type { RuleTestSeries, RuleTestValue } from '@telltale/formats';

/** Passes samples on and keeps them, row by row. */
export interface RecordingAppender extends MetricAppender {
  /** All series in order of appearance, each with a value for every row so far. */
  series(): readonly RuleTestSeries[];
}

interface Column {
  readonly series: string;
  readonly values: RuleTestValue[];
}

export function createRecordingAppender(store: MetricAppender): RecordingAppender {
  const columns = new Map<number, Column>();
  let rows = 0;
  const fill = ({ values }: Column): void => {
    while (values.length < rows) values.push('missing');
  };
  return {
    intern: (labels: LabelSet) => {
      const id = store.intern(labels);
      if (!columns.has(id)) columns.set(id, { series: labels.toString(), values: [] });
      return id;
    },
    append: (row: SampleRow) => {
      const bits = bitsOf(row.values);
      for (const [index, id] of row.ids.entries()) {
        const column = columns.get(id);
        if (!column) continue;
        fill(column);
        column.values.push(isStaleAt(bits, index) ? 'stale' : row.values[index]);
      }
      rows++;
      return store.append(row);
    },
    series: () => {
      const all = [...columns.values()];
      all.forEach(fill);
      return all;
    },
  };
}
