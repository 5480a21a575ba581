import { LabelSet, MemorySeriesStore } from '@telltale/model';
import { expect, test } from 'vitest';
import { createQueryEngine } from '../../engine.ts';

test.each([
  ['label_replace', (inner: string) => `label_replace(${inner}, "x", "$1$1", "x", "(.*)")`],
  ['label_join', (inner: string) => `label_join(${inner}, "x", "", "x", "x")`],
])('%s that doubles a text again and again is refused before the text is too long', async (name, doubled) => {
  const source = new MemorySeriesStore();
  source.add(LabelSet.of({ __name__: 'm', x: 'ab' }), [[0, 1]]);
  const engine = createQueryEngine({ source });
  const nested = (times: number): string => (times === 0 ? 'm' : doubled(nested(times - 1)));
  const { value } = await engine.instant(nested(5), 0);
  expect(value).toMatchObject({ samples: [{ labels: LabelSet.of({ __name__: 'm', x: 'ab'.repeat(32) }) }] });
  await expect(engine.instant(nested(30), 0)).rejects.toMatchObject({
    code: 'TT_QUERY_LIMIT',
    message: expect.stringContaining(`${name}() would make a label value of more than 1048576 characters`),
  });
});
