import { LabelSet } from '@telltale/model';
import { expect, test } from 'vitest';
import { cardinalityOf } from './tsdb-status.ts';

test('names, values and their bytes are counted, the largest first, and cut at the limit', async () => {
  const series = [
    LabelSet.of({ __name__: 'up', job: 'a' }),
    LabelSet.of({ __name__: 'requests', job: 'a', route: '/ü' }),
    LabelSet.of({ __name__: 'requests', job: 'a', route: '/b' }),
  ];
  expect(await cardinalityOf(series, 2)).toEqual({
    labelPairs: 5,
    seriesCountByMetricName: [
      { name: 'requests', value: 2 },
      { name: 'up', value: 1 },
    ],
    labelValueCountByLabelName: [
      { name: '__name__', value: 2 },
      { name: 'route', value: 2 },
    ],
    memoryInBytesByLabelName: [
      { name: '__name__', value: 18 },
      { name: 'route', value: 5 },
    ],
    seriesCountByLabelValuePair: [
      { name: 'job=a', value: 3 },
      { name: '__name__=requests', value: 2 },
    ],
  });
});
