import { describe, expect, test, vi } from 'vitest';
import { createResource } from './resource.ts';

describe('a resource', () => {
  test('is loaded by its first listener and shared by requests at the same time', async () => {
    let loads = 0;
    const resource = createResource(() => Promise.resolve(++loads));
    expect(resource.get().data).toBeUndefined();
    resource.subscribe(() => undefined);
    await Promise.all([resource.refresh(), resource.refresh()]);
    expect(resource.get()).toMatchObject({ data: 1, error: '', isLoading: false });
  });

  test('keeps its data when a refresh fails, and forgets the error when one succeeds', async () => {
    const outcomes = [
      () => Promise.resolve('first'),
      () => Promise.reject(new Error('gone')),
      () => Promise.resolve('second'),
    ];
    const resource = createResource(() => (outcomes.shift() ?? (() => Promise.resolve('')))());
    await resource.refresh();
    await resource.refresh();
    expect(resource.get()).toMatchObject({ data: 'first', error: 'gone' });
    await resource.refresh();
    expect(resource.get()).toMatchObject({ data: 'second', error: '' });
  });

  test('that changes while it is being asked for is asked for once more', async () => {
    const answers: ((text: string) => void)[] = [];
    const resource = createResource(() => new Promise<string>((resolve) => answers.push(resolve)));
    resource.subscribe(() => undefined);
    resource.refreshIfUsed();
    resource.refreshIfUsed();
    const settled = resource.refresh();
    answers[0]('pending');
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]('firing');
    await settled;
    expect(resource.get().data).toBe('firing');
    expect(answers).toHaveLength(2);
  });

  test('is not asked for while nothing shows it', async () => {
    let loads = 0;
    const resource = createResource(() => Promise.resolve(++loads));
    resource.refreshIfUsed();
    const leave = resource.subscribe(() => undefined);
    await resource.refresh();
    leave();
    resource.refreshIfUsed();
    expect(loads).toBe(1);
  });

  test('that nothing shows any more is given up, and asked for anew by who comes back', async () => {
    const signals: AbortSignal[] = [];
    const resource = createResource((signal) => {
      signals.push(signal);
      return new Promise<string>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')));
        if (signals.length > 1) resolve('here');
      });
    });
    resource.subscribe(() => undefined)();
    expect(signals[0].aborted).toBe(true);
    resource.subscribe(() => undefined);
    await vi.waitFor(() => expect(resource.get().data).toBe('here'));
    expect(resource.get().error).toBe('');
  });
});
