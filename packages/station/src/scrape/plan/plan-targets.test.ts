import { LabelSet, createRelabeller, relabelRule } from '@telltale/model';
import { compileRelabelRegexp } from '@telltale/promql';
import { expect, test } from 'vitest';
import { planTargets } from './plan-targets.ts';
import { targetTemplate } from './populate-labels.ts';
import type { TargetGroup } from './target-group.ts';

const relabel = createRelabeller(
  [relabelRule({ action: 'drop', sourceLabels: ['__address__'], regex: 'old.*' })],
  compileRelabelRegexp,
);
const times = { intervalMs: 15_000, timeoutMs: 10_000 };
const job = { job: 'shop', addresses: [], path: '/metrics', scheme: 'http', labels: {}, ...times } as const;
const template = targetTemplate(job, relabel);

function group(addresses: readonly string[], labels: Readonly<Record<string, string>> = {}): TargetGroup {
  const targets = addresses.map((address) => LabelSet.of({ __address__: address }));
  return { source: 'list', labels: LabelSet.of(labels), targets };
}

test('a target that is found twice is scraped once, one with other labels beside it', async () => {
  const groups = [group(['a:1', 'a:1']), group(['a:1']), group(['a:1'], { zone: 'b' })];
  const { active } = await planTargets(template, groups, 10);
  expect(active.map(({ target }) => target.labels)).toEqual([
    { job: 'shop', instance: 'a:1' },
    { job: 'shop', instance: 'a:1', zone: 'b' },
  ]);
});

test('what is dropped is counted, and some of it remembered; what is no target is told', async () => {
  const dropped = Array.from({ length: 1500 }, (_, i) => `old-${i}:80`);
  const plan = await planTargets(template, [group(['a:1', 'b/c', ...dropped, 'd e'])], 10);
  expect(plan.active).toHaveLength(1);
  expect([plan.droppedCount, plan.dropped.length]).toEqual([1500, 1000]);
  expect(plan.dropped[0].get('__address__')).toBe('old-0:80');
  expect(plan.invalidCount).toBe(2);
  expect(plan.invalidReason).toBe('a target of list is left out: "b/c" is not HOST:PORT');
});

test('more targets than the limit are told, and only so many of them', async () => {
  const many = group(Array.from({ length: 10 }, (_, i) => `a:${i + 1}`));
  expect(await planTargets(template, [many], 10)).toMatchObject({ fault: '' });
  const plan = await planTargets(template, [many, group(['b:1', 'b:2', 'a:1'])], 10);
  expect(plan.fault).toBe('the job has 12 targets, and none is scraped above its limit of 10');
  expect(plan.active).toHaveLength(10);
});

test('others have their turn while many targets are planned', async () => {
  const groups = [group(Array.from({ length: 30_000 }, (_, i) => `host-${i}:80`))];
  let turns = 0;
  let isDone = false;
  const count = (): void => {
    turns++;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  const { active } = await planTargets(template, groups, 50_000);
  isDone = true;
  expect(active).toHaveLength(30_000);
  expect(turns).toBeGreaterThan(5);
});
