import { expect, test } from 'vitest';
import type { AlertingSettings } from '../settings.ts';
import { createReloader } from './reloader.ts';

const SETTINGS: AlertingSettings = { ruleGroups: [] };

test('a configuration that cannot be read changes nothing, and a later one is taken', async () => {
  const applied: AlertingSettings[] = [];
  const lines: string[] = [];
  let nowMs = 1000;
  let isBroken = true;
  const reloader = createReloader({
    load: async () => {
      if (isBroken) throw new Error('rules.yml:3:1: no');
      return SETTINGS;
    },
    apply: async (settings) => void applied.push(settings),
    now: () => nowMs,
    log: (line) => void lines.push(line),
  });
  nowMs = 2000;
  await expect(reloader.reload()).rejects.toThrow('rules.yml:3:1: no');
  expect(reloader.status()).toEqual({
    isSuccessful: false,
    lastSuccessMs: 1000,
    lastAttemptMs: 2000,
    error: 'rules.yml:3:1: no',
  });
  expect(applied).toEqual([]);
  isBroken = false;
  await reloader.reload();
  expect(reloader.status()).toEqual({
    isSuccessful: true,
    lastSuccessMs: 2000,
    lastAttemptMs: 2000,
    error: '',
  });
  expect(applied).toEqual([SETTINGS]);
  expect(lines[0]).toContain('refused');
});

test('attempts wait for one another', async () => {
  const order: string[] = [];
  let count = 0;
  const reloader = createReloader({
    load: async () => {
      const name = String(++count);
      order.push(`load ${name}`);
      await new Promise((resolve) => setImmediate(resolve));
      return SETTINGS;
    },
    apply: async () => void order.push(`apply ${count}`),
    now: () => 0,
  });
  await Promise.all([reloader.reload(), reloader.reload()]);
  expect(order).toEqual(['load 1', 'apply 1', 'load 2', 'apply 2']);
});

test('without anything to read there is nothing to reload', async () => {
  const reloader = createReloader({ load: undefined, apply: async () => undefined, now: () => 0 });
  await expect(reloader.reload()).rejects.toThrow('no configuration');
});
