import { describe, expect, test } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Diagnostic } from '../diagnostics/diagnostics.ts';
import { Diagnostics } from '../diagnostics/diagnostics.ts';
import { ShutdownStages } from './shutdown-stages.ts';

function stagesWithFaults(): { stages: ShutdownStages; faults: Diagnostic[] } {
  const diagnostics = new Diagnostics();
  const faults: Diagnostic[] = [];
  diagnostics.listen((diagnostic) => faults.push(diagnostic));
  return { stages: new ShutdownStages(diagnostics), faults };
}

describe('the end of a program', () => {
  test('servers end first, then what the program added in reverse order, then what is sent, logs, observers', async () => {
    const { stages } = stagesWithFaults();
    const order: string[] = [];
    const note = (name: string) => async () => {
      await sleep(1);
      order.push(name);
    };
    stages.add('close', 'observers', note('observers'));
    stages.add('logs', 'logs', note('logs'));
    stages.add('send', 'metrics', note('metrics'));
    stages.add('program', 'database', note('database'));
    stages.add('program', 'worker', note('worker'));
    stages.add('servers', 'server', note('server'));
    await stages.run();
    expect(order).toEqual(['server', 'worker', 'database', 'metrics', 'logs', 'observers']);
  });

  test('a task that throws, rejects or hangs is told of and holds up no other', async () => {
    const { stages, faults } = stagesWithFaults();
    const order: string[] = [];
    stages.add('program', 'first', () => order.push('first'));
    stages.add('program', 'thrower', () => {
      throw new Error('no');
    });
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors
    stages.add('program', 'rejecter', () => Promise.reject('plainly no'));
    stages.add('program', 'hanging', () => new Promise(() => undefined), { timeoutMs: 5 });
    await stages.run();
    expect(order).toEqual(['first']);
    expect(faults.map(({ message }) => message)).toEqual([
      'hanging: not done after 5 ms',
      'rejecter: plainly no',
      'thrower: no',
    ]);
  });

  test('runs once, and says what it is waiting for', async () => {
    const { stages } = stagesWithFaults();
    let count = 0;
    let finish: (() => void) | undefined;
    stages.add('program', 'queue', () => {
      count++;
      return new Promise<void>((resolve) => (finish = resolve));
    });
    stages.add('program', 'gone', () => count++)();
    const end = stages.run();
    expect(stages.run()).toBe(end);
    await sleep(1);
    expect(stages.running).toEqual(['queue']);
    finish?.();
    await end;
    expect([count, stages.running]).toEqual([1, []]);
  });
});
