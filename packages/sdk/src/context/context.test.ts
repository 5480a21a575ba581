import { expect, test } from 'vitest';
import { currentContext, runInContext, withContext } from './context.ts';

test('fields go along with asynchronous work, and those inside are added to those around', async () => {
  await runInContext({ requestId: 'r1' }, async () => {
    await withContext({ user: 'ann' }, async () => {
      await Promise.resolve();
      const inner = await withContext({ order: 7 }, async () => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        return currentContext();
      });
      expect(inner).toEqual({ requestId: 'r1', fields: { user: 'ann', order: 7 } });
      expect(currentContext()).toEqual({ requestId: 'r1', fields: { user: 'ann' } });
    });
  });
  expect(currentContext()).toBeUndefined();
});
