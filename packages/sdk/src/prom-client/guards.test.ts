import { afterEach, expect, test } from 'vitest';
import { loose } from '../../test/support/both-clients.ts';
import { ourClient } from '../../test/support/clients.ts';
import { sharedState } from './contract/shared-state.ts';

const { Counter, Registry, useGuards } = ourClient;

afterEach(() => {
  delete sharedState().guards;
});

function counterIn(register: InstanceType<typeof Registry>) {
  return new Counter({ name: 'c', help: 'C', labelNames: ['x', 'y'], registers: [register] });
}

async function linesOf(register: InstanceType<typeof Registry>): Promise<string[]> {
  return (await register.metrics()).split('\n').slice(2, -1);
}

test('without guards a metric has as many series as it is given, as with prom-client', async () => {
  const register = new Registry();
  const counter = counterIn(register);
  for (let i = 0; i < 3000; i++) counter.inc({ x: i });
  expect(await linesOf(register)).toHaveLength(3000);
});

test('with guards what is beyond the limit is added up in one more series', async () => {
  useGuards({ maxSeriesPerMetric: 2 });
  const register = new Registry();
  const counter = counterIn(register);
  const kept = counter.labels('kept', 'y');
  for (let round = 0; round < 2; round++) {
    kept.inc();
    for (let i = 0; i < 10; i++) counter.inc({ x: `user-${i}`, y: 'y' });
  }
  expect(await linesOf(register)).toEqual([
    'c{x="kept",y="y"} 2',
    'c{x="user-0",y="y"} 2',
    'c{x="__other__",y="__other__"} 18',
  ]);
});

test('with guards label values are well-formed texts of limited length, and none of their code is called', async () => {
  useGuards();
  const register = new Registry();
  const counter = counterIn(register);
  const hostile = {
    toString: () => {
      throw new Error('called');
    },
  };
  loose(counter).inc({ x: hostile, y: null });
  counter.inc({ x: 'a\0b\ud800', y: 'y'.repeat(1e6) });
  counter.inc({ x: 5 });
  const [first, second, third] = await linesOf(register);
  expect(first).toBe('c{x="[object]"} 1');
  expect(second).toMatch(/^c\{x="a\ufffdb\ufffd",y="y{1023}…"\} 1$/);
  expect(third).toBe('c{x="5"} 1');
  counter.remove({ x: 5 });
  expect(await linesOf(register)).toHaveLength(2);
});
