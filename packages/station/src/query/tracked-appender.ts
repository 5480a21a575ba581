import type { MetricAppender } from '@telltale/model';
import type { AppendHistory } from './cache/append-history.ts';

/** Notes the times of what is appended and kept. */
export function trackAppends(appender: MetricAppender, history: AppendHistory): MetricAppender {
  return {
    intern: (labels) => appender.intern(labels),
    append: (row) => {
      const result = appender.append(row);
      if (result.accepted > 0) history.note(row.timestampMs);
      return result;
    },
  };
}
