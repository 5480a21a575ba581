import type { StationSettings } from '@telltale/station';
import { expect, test } from 'vitest';
import { STATION_PARTS, onlyParts, withOnly } from './only-parts.ts';

const TARGET = { job: 'shop', addresses: ['127.0.0.1:1'] } as unknown as StationSettings['targets'][number];
const SERVER = { job: 'pg', address: '127.0.0.1:2', labels: {}, database: 'shop' };

const SETTINGS: StationSettings = {
  version: '0.0.0',
  port: 0,
  dataFolder: '.',
  builtInIntervalMs: 1000,
  ruleGroups: [{ name: 'g', rules: [], intervalMs: 1000 }] as unknown as StationSettings['ruleGroups'],
  alertmanagers: ['http://am'],
  targets: [TARGET],
  exporters: [{ name: 'node', job: 'node' }] as unknown as NonNullable<StationSettings['exporters']>,
  collectors: { postgres: [SERVER], redis: [SERVER], host: true },
  collectHost: true,
  otlp: { http: 4318 },
};
const NONE = { postgres: [], redis: [], host: false };

test('without --only nothing is left out', () => {
  expect(onlyParts({})).toBeUndefined();
  expect(withOnly(SETTINGS, onlyParts({}))).toBe(SETTINGS);
});

test('parts are told apart by commas or spaces', () => {
  expect(onlyParts({ only: ['scrape,ui', ' host '] })).toEqual(new Set(['scrape', 'ui', 'host']));
});

test('a name that is none is told with the nearest one', () => {
  expect(() => onlyParts({ only: ['scrap'] })).toThrowError('"scrap" is no part of a station');
  try {
    onlyParts({ only: ['container'] });
  } catch (error) {
    expect(error).toMatchObject({
      code: 'TT_USAGE',
      fix: expect.stringContaining('Did you mean containers?'),
    });
  }
});

test.each([
  ['scrape', { targets: [TARGET], exporters: SETTINGS.exporters, collectors: NONE }],
  ['rules', { ruleGroups: SETTINGS.ruleGroups, alertmanagers: ['http://am'] }],
  ['intake', { otlp: { http: 4318 }, takesPushes: true }],
  ['ui', { hasPages: true, takesPushes: false }],
  ['host', { collectHost: true, collectors: { ...NONE, host: true } }],
  [
    'containers',
    { collectors: { ...NONE, containers: { job: 'cadvisor', dockerSocket: '/var/run/docker.sock' } } },
  ],
  ['databases', { collectors: { postgres: [SERVER], redis: [SERVER], host: false } }],
] as const)('%s alone has nothing of the others', (part, expected) => {
  expect(withOnly(SETTINGS, new Set([part]))).toEqual({
    version: '0.0.0',
    port: 0,
    dataFolder: '.',
    builtInIntervalMs: 1000,
    ruleGroups: [],
    targets: [],
    exporters: [],
    collectors: NONE,
    collectHost: false,
    hasPages: false,
    takesPushes: false,
    ...expected,
  });
});

test('all parts by name are all there is, and a reload leaves out the same', async () => {
  const all = withOnly(SETTINGS, new Set(STATION_PARTS));
  expect(all).toMatchObject({ ...SETTINGS, hasPages: true, takesPushes: true });
  const { reload } = withOnly({ ...SETTINGS, reload: async () => SETTINGS }, new Set(['ui'] as const));
  expect(await reload?.()).toMatchObject({ ruleGroups: [], targets: [], exporters: [], collectors: NONE });
});
