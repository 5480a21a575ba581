import type { AlertProof } from '@telltale/alerting';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import type { Program } from '../support/program.ts';
import { ROOT, startProgram, stopProgram } from '../support/program.ts';
import { telltaleHere } from '../support/telltale-here.ts';
import { startStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const folder = suiteFolder();
const programs: Program[] = [];
let env: Readonly<Record<string, string>>;
let url: string;

function startShop(drills: Readonly<Record<string, string>>): Program {
  const file = join(folder.path, 'shop.ts');
  const shop = startProgram('node', ['--conditions=@telltale/source', '--no-warnings', file], {
    cwd: folder.path,
    env: { ...env, ...drills },
  });
  programs.push(shop);
  return shop;
}

function prove(...args: string[]): ReturnType<typeof telltaleHere> {
  return telltaleHere(['prove', '--url', url, '--config', 'telltale.config.ts', ...args], {
    cwd: folder.path,
    env,
  });
}

async function proofOf(alertName: string): Promise<AlertProof> {
  const { output } = await prove(alertName, '--from', 'app', '--json', '--save');
  return JSON.parse(output.slice(output.indexOf('{')));
}

const isOpen = async (query: string): Promise<boolean> => {
  const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
  return JSON.stringify(await answer.json()).includes('"value"');
};

beforeAll(async () => {
  cpSync(join(import.meta.dirname, 'fixtures/live.config.ts'), join(folder.path, 'telltale.config.ts'));
  const shop = readFileSync(join(import.meta.dirname, 'fixtures/shop.ts'), 'utf8');
  writeFileSync(join(folder.path, 'shop.ts'), shop.replace('./live.config.ts', './telltale.config.ts'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder.path, 'node_modules'));
  env = { SHOP_PORT: String(await freePort()) };
  process.env['SHOP_PORT'] = env['SHOP_PORT'];
  startShop({ TELLTALE_DRILLS: 'on' });
  const station = await startStation(await freePort(), folder.path, ['--no-host']);
  programs.push(station);
  ({ url } = station);
  await waitFor('samples', () => isOpen('carts_open'));
});

afterAll(async () => {
  delete process.env['SHOP_PORT'];
  for (const program of programs) await stopProgram(program);
});

describe('the running service makes its alerts fire', () => {
  test('a gauge moves, is scraped, fires, is routed and delivered, and resolves; each hop with its time', async () => {
    const proof = await proofOf('ManyCarts');
    expect(proof.level, JSON.stringify(proof.steps)).toBe(7);
    expect(proof.steps.map(({ name, outcome }) => `${name} ${outcome}`)).toContain('seen live passed');
    const stages = proof.hops.map(({ stage }) => stage);
    expect(stages).toEqual([
      'moved',
      'scraped',
      'pending',
      'firing',
      'delivered',
      'resolved',
      'resolve-delivered',
    ]);
    const times = new Map(proof.hops.map(({ stage, serviceMs }) => [stage, serviceMs]));
    expect(times.get('firing') ?? 0).toBeGreaterThanOrEqual(1900);
    expect(times.get('resolved') ?? 0).toBeGreaterThan(times.get('delivered') ?? Infinity);
    expect(proof.deliveries.map(({ receiver, status }) => `${receiver} ${status}`)).toEqual([
      'ops firing',
      'ops resolved',
    ]);
    expect(JSON.stringify(proof.deliveries[0].payload)).toContain('[DRILL]');
    // The service has its gauge back.
    await waitFor('the real value', () => isOpen('carts_open == 2'));
  });

  test('a counter grows so fast that real traffic does not hide it', async () => {
    const proof = await proofOf('OrdersFail');
    expect(proof.level, JSON.stringify(proof.steps)).toBe(7);
    expect(proof.deliveries.map(({ receiver, kind }) => `${receiver} ${kind}`)).toEqual([
      'chat slack',
      'chat slack',
    ]);
  });

  test('what the service cannot do by itself is said', async () => {
    const proof = await proofOf('ShopDown');
    expect(proof.level).toBe(5);
    expect((await prove('ShopDown', '--from', 'app')).exit).toBe(1);
    expect((await prove('ShopDown', '--from', 'app', '--level', '5')).exit).toBe(0);
    expect(proof.steps.at(-1)).toMatchObject({
      name: 'live drill',
      outcome: 'failed',
      detail: 'up is made by who scrapes, not by the service: stop the service to see it',
    });
  });

  test('the station keeps the proofs, and says which of them count', async () => {
    const { exit, output } = await prove('--stored');
    expect(output).toMatch(/✓ ManyCarts +level 7, proved just now, \d+\.\d s/);
    expect(output).toMatch(/✗ ShopDown +level 5/);
    expect(exit).toBe(1);
  });
});

test('what was stored is replayed: how often each alert would have fired', async () => {
  const args = ['test', '--replay', '10m', 'ManyCarts', 'ShopDown', '--url', url, '--json'];
  const { exit, output } = await telltaleHere([...args, '--config', 'telltale.config.ts'], {
    cwd: folder.path,
    env,
  });
  expect(exit, output).toBe(0);
  const replays = JSON.parse(output) as { alertName: string; fired: number; episodes: unknown[] }[];
  expect(replays.map(({ alertName, fired }) => `${alertName} ${fired}`)).toEqual([
    'ManyCarts 1',
    'ShopDown 0',
  ]);
});

test('a time that has no end is not replayed', async () => {
  const { exit, output } = await telltaleHere(['test', '--replay', '10000d', '--url', url], {
    cwd: folder.path,
    env,
  });
  expect({ exit, output }).toEqual({ exit: 2, output: expect.stringContaining('at most --replay 34d') });
});

test('a station says, step by step, why an alert is silent', async () => {
  const { exit, output } = await telltaleHere(['alert', 'why', 'ManyCarts', '--url', url], {
    cwd: folder.path,
  });
  expect(exit, output).toBe(1);
  expect(output).toContain('it needs > 5, and is 2 {}');
});

test('a drill that Ctrl-C breaks off goes on nowhere', async () => {
  for (const name of ['ManyCarts', 'OrdersFail']) {
    const bin = join(ROOT, 'packages/telltale/bin/telltale.js');
    const args = [bin, 'prove', '--url', url, '--config', 'telltale.config.ts', name, '--from', 'app'];
    const prover = startProgram('node', args, { cwd: folder.path, env });
    programs.push(prover);
    await waitFor('the alert', () => isOpen(`ALERTS{alertname="${name}",alertstate="firing"}`));
    prover.kill('SIGINT');
    expect({ exit: await prover.exit, output: prover.output() }).toEqual({
      exit: 2,
      output: expect.stringContaining('The drill was stopped in the middle. (TT_DRILL_REFUSED)'),
    });
    await waitFor('the end of the alert', async () => !(await isOpen(`ALERTS{alertname="${name}"}`)));
  }
  expect(await isOpen('carts_open == 2')).toBe(true);
});

test('nobody hears of drills, not even of what still fired after one', async () => {
  const answer = await fetch(`${url}/api/telltale/alerts`);
  const { notifications } = (await answer.json()) as { notifications: unknown[] };
  expect(notifications).toEqual([]);
});

test('a service that allows no drills says how to allow them', async () => {
  const [shop] = programs;
  await stopProgram(shop);
  await waitFor('its end', async () => !(await isOpen('carts_open')));
  startShop({ TELLTALE_DRILLS: 'off' });
  await waitFor('the shop', () => isOpen('carts_open == 2'));
  const { output } = await prove('ManyCarts', '--from', 'app');
  expect(output.replaceAll(/\s+/g, ' ')).toContain('allows no drills');
});
