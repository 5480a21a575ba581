import { createPush, createRegistry } from '@telltale/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { stopProgram } from '../support/program.ts';
import type { RunningStation } from '../support/telltale.ts';
import { queryInstant, startStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';

const folder = suiteFolder();
let port: number;
let station: RunningStation;

beforeAll(async () => {
  port = await freePort();
  station = await startStation(port, folder.path, ['--no-host']);
});

afterAll(() => station && stopProgram(station));

/** A program that has counted and measured; nobody scrapes it. */
function program() {
  const registry = createRegistry();
  registry
    .counter('rows_total', { help: 'Rows copied', labels: { table: 'any' } })
    .inc({ table: 'orders' }, 41);
  const seconds = registry.histogram('step_seconds', {
    help: 'Time',
    unit: 'seconds',
    buckets: [1, 2],
    labels: {},
  });
  for (const value of [0.5, 1.5, 3]) seconds.observe(value);
  registry.gauge('queue_depth', { help: 'Waiting', labels: {} }).set(-2.5);
  return registry;
}

async function valuesOf(job: string): Promise<Record<string, string>> {
  const found = await queryInstant(station.url, `{job="${job}",__name__!~"telltale_.*|target_info"}`);
  return Object.fromEntries(
    found.map(({ metric: { __name__: name, le, table, instance }, value }) => {
      expect(instance).toBe('i1');
      return [[name, le ?? table].filter(Boolean).join(' '), value[1]];
    }),
  );
}

const EXPECTED = {
  'rows_total orders': '41',
  'step_seconds_bucket 1': '1',
  'step_seconds_bucket 2': '2',
  'step_seconds_bucket +Inf': '3',
  step_seconds_sum: '5',
  step_seconds_count: '3',
  queue_depth: '-2.5',
};

test.each(['otlp', 'remote-write'] as const)(
  'our SDK pushes by %s, and its last push survives a kill',
  async (to) => {
    const registry = program();
    const push = createPush(
      { to, url: station.url, job: to, instance: 'i1', everyMs: 0, spool: false },
      { registry, environment: {} },
    );
    expect(await push.flush()).toBe('sent');
    // Acknowledged is kept.
    station.kill('SIGKILL');
    await station.exit;
    station = await startStation(port, folder.path, ['--no-host']);
    expect(await valuesOf(to)).toEqual(EXPECTED);
    await push.shutdown();
  },
  30_000,
);
