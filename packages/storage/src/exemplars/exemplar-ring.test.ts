import { LabelSet } from '@telltale/model';
import type { Exemplar } from '@telltale/model';
import { describe, expect, it } from 'vitest';
import { LabelIndex } from '../index/label-index.ts';
import type { ExemplarRecord } from './exemplar-record.ts';
import { ExemplarRing } from './exemplar-ring.ts';

const ALL = { matchers: [], startMs: 0, endMs: Number.MAX_SAFE_INTEGER };

function exemplar(timestampMs: number, trace = 'a'): Exemplar {
  return { labels: LabelSet.of({ trace_id: trace }), value: timestampMs / 2, timestampMs };
}

function createRing(
  maxExemplars: number,
  ids: readonly number[] = [1, 2],
): { ring: ExemplarRing; written: ExemplarRecord[] } {
  const labels = new LabelIndex();
  for (const id of ids) labels.add(id, LabelSet.of({ __name__: `s${id}` }));
  const written: ExemplarRecord[] = [];
  const hasSeries = (id: number): boolean => labels.find(id) !== undefined;
  const onAdded = (record: ExemplarRecord): void => void written.push(record);
  const ring = new ExemplarRing({ labels, hasSeries, maxExemplars, onAdded });
  return { ring, written };
}

async function times(ring: ExemplarRing, request = ALL): Promise<number[][]> {
  const series = await ring.exemplars(request);
  return series.map(({ exemplars }) => exemplars.map(({ timestampMs }) => timestampMs));
}

describe('exemplars in memory', () => {
  it('ascend in each series; what is not newer than the last one is not taken', async () => {
    const { ring, written } = createRing(10);
    expect([5, 5, 4, 6].map((timestampMs) => ring.appendExemplar(1, exemplar(timestampMs)))).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect(ring.appendExemplar(2, exemplar(1))).toBe(true);
    expect(await times(ring)).toEqual([[5, 6], [1]]);
    expect(written.map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  it('are found by the labels of their series and the range, both ends included', async () => {
    const { ring } = createRing(10);
    for (const timestampMs of [1, 2, 3, 4]) ring.appendExemplar(1, exemplar(timestampMs));
    ring.appendExemplar(2, exemplar(9));
    expect(await times(ring, { ...ALL, startMs: 2, endMs: 3 })).toEqual([[2, 3]]);
    expect(await times(ring, { ...ALL, startMs: 5, endMs: 8 })).toEqual([]);
  });

  it('are bounded: the oldest of all make room, and labels beyond measure are not taken', async () => {
    const { ring } = createRing(3);
    for (const [id, timestampMs] of [
      [1, 1],
      [2, 1],
      [1, 2],
      [1, 3],
      [1, 4],
    ]) {
      ring.appendExemplar(id, exemplar(timestampMs));
    }
    expect(await times(ring)).toEqual([[2, 3, 4]]);
    expect(ring.count).toBe(3);
    expect(ring.appendExemplar(2, exemplar(5, 'x'.repeat(2000)))).toBe(false);
  });

  it('go with their series', async () => {
    const { ring } = createRing(2);
    ring.appendExemplar(1, exemplar(1));
    ring.forgetSeries([1]);
    for (const timestampMs of [2, 3, 4]) ring.appendExemplar(2, exemplar(timestampMs));
    expect(await times(ring)).toEqual([[3, 4]]);
  });

  it('go on where the last process was, with fewer of them when fewer are allowed', async () => {
    const { ring, written } = createRing(10);
    for (const timestampMs of [1, 2, 3]) ring.appendExemplar(1, exemplar(timestampMs));
    ring.appendExemplar(2, exemplar(7));
    const smaller = createRing(2, [1]);
    smaller.ring.restore(written);
    expect(smaller.ring.appendExemplar(2, exemplar(9))).toBe(false);
    expect(await times(smaller.ring)).toEqual([[3]]);
    smaller.ring.appendExemplar(1, exemplar(8));
    expect(smaller.written.map(({ number }) => number)).toEqual([5]);
    expect(await times(smaller.ring)).toEqual([[8]]);
  });
});
