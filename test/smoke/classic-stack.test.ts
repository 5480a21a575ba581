import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import type { Program } from '../support/program.ts';
import { startProgram, stopProgram } from '../support/program.ts';
import { telltaleHere } from '../support/telltale-here.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import type { ShopWorld } from './shop-world.ts';
import { startShopWorld } from './shop-world.ts';
import type { Smoke } from './smoke-here.ts';
import { configOf, smoke } from './smoke-here.ts';

const folder = suiteFolder();
const isInstalled = ['redis-server', 'postgres', 'prometheus', 'prometheus-alertmanager'].every(hasProgram);

/* One part after the other is broken, and mended where another test needs it: the order counts. */
describe.runIf(isInstalled)('the smoke test against Prometheus and Alertmanager', () => {
  let world: ShopWorld;
  let alertmanager: Program;
  let prometheusUrl: string;
  const programs: Program[] = [];
  let servers: string;
  const rulesFile = () => join(folder.path, 'prometheus/rules/shop.yml');

  beforeAll(async () => {
    world = await startShopWorld();
    const [first, second] = [await freePort(), await freePort()];
    prometheusUrl = `http://127.0.0.1:${first}`;
    servers = `--prometheus ${prometheusUrl} --alertmanager http://127.0.0.1:${second}`;
    await generate('prometheus', '--network', 'host', '--target', 'prometheus=2.42');
    await generate('alertmanager', '--network', 'host');
    const config = join(folder.path, 'prometheus/prometheus.yml');
    writeFileSync(config, readFileSync(config, 'utf8').replaceAll('127.0.0.1:9093', `127.0.0.1:${second}`));
    programs.push(
      startProgram('prometheus', [
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(folder.path, 'tsdb')}`,
        `--web.listen-address=127.0.0.1:${first}`,
        '--web.enable-lifecycle',
      ]),
    );
    alertmanager = startProgram('prometheus-alertmanager', [
      `--config.file=${join(folder.path, 'alertmanager/alertmanager.yml')}`,
      `--storage.path=${join(folder.path, 'am')}`,
      `--web.listen-address=127.0.0.1:${second}`,
      '--cluster.listen-address=',
    ]);
    programs.push(alertmanager);
  });
  afterAll(async () => {
    for (const program of programs) await stopProgram(program);
    await world?.stop();
  });

  async function generate(...args: readonly string[]): Promise<void> {
    const all = ['gen', ...args, '--config', configOf('shop'), '--out', folder.path];
    const { exit, output } = await telltaleHere(all, { cwd: folder.path });
    expect(exit, output).toBe(0);
  }

  async function reload(rules: string): Promise<void> {
    writeFileSync(rulesFile(), rules);
    expect((await fetch(`${prometheusUrl}/-/reload`, { method: 'POST' })).status).toBe(200);
  }

  /** Waits until all but these steps are well, then says what they are. */
  async function failing(expected: readonly string[], args = '', config = 'shop'): Promise<Smoke> {
    return waitFor(
      `the smoke test to name ${expected.join(', ') || 'nothing'}`,
      async () => {
        const tried = await smoke(`${servers} ${args}`, config);
        if (tried.failed.join() === expected.join()) return tried;
        throw new Error(`${tried.failed.join()}: ${tried.seen}`);
      },
      50_000,
    );
  }

  test('that run what was generated: all is well, and what only a station has is skipped', async () => {
    await fetch(`${world.shop.url}/order`);
    const { exit, step } = await failing([]);
    expect(exit).toBe(0);
    expect(step('server').seen).toContain('a Prometheus answers');
    expect(step('alert-path').details.map(({ title }) => title)).toContain('ManyCarts to ops, at a sink');
    for (const id of ['logs', 'traces', 'storage']) expect(step(id).outcome).toBe('skipped');
    expect(world.receiver.count).toBe(0);
  });

  test('a test alert goes through Alertmanager to the real receiver, again and again', async () => {
    for (const count of [1, 2]) {
      const { failed, seen } = await smoke(`${servers} --only alert-path --deliver`);
      expect(failed, seen).toEqual([]);
      expect(world.receiver.count).toBeGreaterThanOrEqual(count);
    }
  });

  test('a receiver that refuses is named', async () => {
    world.receiver.status = 400;
    const { failed, seen } = await smoke(`${servers} --deliver`);
    expect(failed).toEqual(['alert-path']);
    expect(seen).toContain('ops (webhook): a test alert was refused');
    world.receiver.status = 200;
  });

  test('a delivery that nobody could be asked for is no success', async () => {
    const { failed, seen } = await smoke(`--prometheus ${prometheusUrl} --only alert-path --deliver`);
    expect(failed).toEqual(['alert-path']);
    expect(seen).toContain('name the Alertmanager with --alertmanager');
  });

  test('a rule that was taken out is named', async () => {
    const rules = readFileSync(rulesFile(), 'utf8');
    await reload('groups: []\n');
    const { seen, step } = await failing(['rules']);
    expect(seen).toBe('alert ManyCarts of the group shop: the server does not have it');
    expect(step('rules').fix?.code).toBe('npx telltale gen prometheus');
    await reload(rules);
    await failing([]);
  });

  test('a metric and a panel that nobody has are named', async () => {
    const metric = await failing(['metrics'], '', 'refunds');
    expect(metric.seen).toBe('refunds_total: no series: shop should have it');
    const panel = await failing(['panels'], '', 'empty-panel');
    expect(panel.seen).toContain('“Shop / Returns”: no series for returns_total');
  });

  test('a program that hangs is down, and does not hold up the rest', async () => {
    process.kill(world.shop.pid(), 'SIGSTOP');
    try {
      const { step } = await failing(['targets']);
      expect(step('targets').seen).toContain('shop at 127.0.0.1:');
      expect(step('health').seen).toContain('its target is down');
    } finally {
      process.kill(world.shop.pid(), 'SIGCONT');
    }
    await failing([]);
  });

  test('a Redis that is gone is named', async () => {
    await world.redis.stop();
    const { seen } = await failing(['backing']);
    expect(seen).toContain('cache of shop: its check fails');
  });

  test('an Alertmanager that is gone is named', async () => {
    await stopProgram(alertmanager);
    const { seen } = await failing(['alert-path'], '--skip backing,health');
    expect(seen).toContain('no server answers at http://127.0.0.1:');
  });
});
