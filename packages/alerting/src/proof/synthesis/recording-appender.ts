import type { LabelSet, MetricAppender, SampleRow, SeriesId } from '@telltale/model';
import { bitsOf, isStaleAt } from '@telltale/model';
import type { RuleTestValue } from '@telltale/formats';
import type { GivenSeries } from '../testing/given-series.ts';

/** Keeps what is appended, row by row. */
export interface RecordingAppender extends MetricAppender {
  /** All series in order of appearance, each with a value for every row so far. */
  series(): readonly GivenSeries[];
}

interface Column {
  readonly labels: LabelSet;
  readonly values: RuleTestValue[];
}

export function createRecordingAppender(): RecordingAppender {
  const columns: Column[] = [];
  const ids = new Map<string, SeriesId>();
  let rows = 0;
  const fill = ({ values }: Column): void => {
    while (values.length < rows) values.push('missing');
  };
  return {
    intern: (labels: LabelSet) => {
      const known = ids.get(labels.key);
      if (known !== undefined) return known;
      ids.set(labels.key, columns.length);
      return columns.push({ labels, values: [] }) - 1;
    },
    append: (row: SampleRow) => {
      const bits = bitsOf(row.values);
      for (const [index, id] of row.ids.entries()) {
        fill(columns[id]);
        columns[id].values.push(isStaleAt(bits, index) ? 'stale' : row.values[index]);
      }
      rows++;
      return { accepted: row.ids.length, outOfOrder: 0, duplicates: 0 };
    },
    series: () => {
      columns.forEach(fill);
      return columns;
    },
  };
}
