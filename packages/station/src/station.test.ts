import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveDefinition } from '@telltale/definition';
import { defineMonitoring, webhook } from '@telltale/sdk/define';
import { expect, onTestFinished, test } from 'vitest';
import type { StationSettings } from './settings.ts';
import { createStation } from './station.ts';

function settingsIn(dataFolder: string): StationSettings {
  return {
    version: '0.0.0',
    port: 0,
    dataFolder,
    ruleGroups: [],
    targets: [],
    builtInIntervalMs: 60_000,
    collectHost: false,
  };
}

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-station-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

test('a station that cannot be put together lets go of its data and its port', async () => {
  const folder = dataFolder();
  const receivers = { ops: webhook({ url: 'http://127.0.0.1:1/' }) };
  const definition = resolveDefinition(defineMonitoring({ service: 's', receivers }));
  const broken = { ...definition, route: { ...definition.route, receiver: 'nobody' } };
  await expect(createStation({ ...settingsIn(folder), definition: broken })).rejects.toThrow('nobody');
  const station = await createStation(settingsIn(folder));
  expect((await fetch(`${station.url}/-/ready`)).status).toBe(200);
  await station.stop();
});

test('a feature that does not start ends the station, and the next one starts', async () => {
  const folder = dataFolder();
  const stopped: string[] = [];
  const job = (name: string, start: () => void) => ({ name, start, stop: () => void stopped.push(name) });
  const failing = job('failing', () => {
    throw new Error('not today');
  });
  const features = [{ name: 'test', jobs: [job('working', () => undefined), failing] }];
  await expect(createStation({ ...settingsIn(folder), features })).rejects.toThrow('not today');
  expect(stopped).toContain('working');
  const station = await createStation(settingsIn(folder));
  await station.stop();
});
