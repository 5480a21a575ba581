import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStation } from '@telltale/station';
import type { Station } from '@telltale/station';
import type { AnnotationsResponse } from '@telltale/station/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { annotateCommand } from './annotate.ts';

const folder = mkdtempSync(join(tmpdir(), 'telltale-annotate-'));
let station: Station;

beforeAll(async () => {
  station = await start();
});
afterAll(async () => {
  await station.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

function start(): Promise<Station> {
  return createStation({
    version: '0.0.0',
    port: 0,
    dataFolder: folder,
    ruleGroups: [],
    targets: [],
    builtInIntervalMs: 60_000,
    collectHost: false,
  });
}

async function annotate(options: Omit<Parameters<typeof annotateCommand>[0], 'url'>): Promise<string> {
  let written = '';
  const io = {
    cwd: folder,
    env: {},
    useColor: false,
    write: (text: string) => void (written += text),
    writeError: () => undefined,
  };
  expect(await annotateCommand({ ...options, url: station.url }, io)).toBe(0);
  return written.trim();
}

test('a script says that something was deployed; it survives a restart of the station', async () => {
  const id = await annotate({
    kind: 'deployment',
    title: 'v1.2.3',
    service: 'checkout',
    at: '2026-01-31T12:00:00Z',
  });
  await station.stop();
  station = await start();
  const range = new URLSearchParams({ start: '2026-01-31T11:00:00Z', end: '2026-01-31T13:00:00Z' });
  const answer = await fetch(`${station.url}/api/telltale/annotations?${range.toString()}`);
  const { annotations } = (await answer.json()) as AnnotationsResponse;
  expect(annotations).toEqual([
    {
      id,
      kind: 'deployment',
      title: 'v1.2.3',
      text: '',
      subject: 'checkout',
      atMs: Date.UTC(2026, 0, 31, 12),
      endMs: null,
    },
  ]);
});

test('an incident has a beginning and an end; what is wrong is said', async () => {
  const incident = {
    kind: 'incident',
    title: 'Payments fail',
    at: '1000',
    until: '2000',
    json: true,
  } as const;
  expect(JSON.parse(await annotate(incident))).toMatchObject({ atMs: 1_000_000, endMs: 2_000_000 });
  await expect(annotate({ ...incident, until: '1' })).rejects.toThrow('endMs is before the beginning');
  await expect(annotate({ ...incident, at: 'noon' })).rejects.toThrow('--at must be a time');
});
