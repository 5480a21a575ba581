import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import type { RunningStation } from '../support/telltale.ts';
import { startStation } from '../support/telltale.ts';
import { ROOT, stopProgram } from '../support/program.ts';
import { telltaleHere } from '../support/telltale-here.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import type { ShopWorld } from './shop-world.ts';
import { startShopWorld } from './shop-world.ts';
import type { Smoke } from './smoke-here.ts';
import { configOf, smoke } from './smoke-here.ts';

const folder = suiteFolder();
const isInstalled = ['redis-server', 'postgres'].every(hasProgram);

/** The fixture's definition, whose CI is a file of some host. */
function definitionWithCi(ci: string): string {
  const file = JSON.stringify(configOf('shop').replace('shop.config', 'shop-definition'));
  return `import { shopDefinition } from ${file};\nexport default shopDefinition({ ci: ${JSON.stringify(ci)} });\n`;
}

/** What is run, in its order, of a workflow of GitHub or a pipeline of GitLab. */
function commandsIn(content: unknown): readonly string[] {
  if (Array.isArray(content)) return content.flatMap(commandsIn);
  if (typeof content === 'string') return [content];
  if (typeof content !== 'object' || content === null) return [];
  return Object.entries(content).flatMap(([key, value]) =>
    typeof value === 'string' && key !== 'run' ? [] : commandsIn(value),
  );
}

/* One part after the other is broken, and mended where another test needs it: the order counts. */
describe.runIf(isInstalled)('the smoke test against a station', () => {
  let world: ShopWorld;
  let station: RunningStation;
  const at = (args = '') => `--url ${station.url} ${args}`;

  beforeAll(async () => {
    world = await startShopWorld();
    station = await startStation(world.stationPort, folder.path, ['--config', configOf('shop')]);
  });
  afterAll(async () => {
    if (station) await stopProgram(station);
    await world?.stop();
  });

  /** Waits until all but these steps are well, then says what they are. */
  async function failing(expected: readonly string[], config = 'shop'): Promise<Smoke> {
    return waitFor(
      `the smoke test to name ${expected.join(', ') || 'nothing'}`,
      async () => {
        const tried = await smoke(at(), config);
        if (tried.failed.join() !== expected.join()) {
          throw new Error(`${tried.failed.join()}: ${tried.seen}`);
        }
        return tried;
      },
      60_000,
    );
  }

  test('a service that has said nothing yet: logs and traces are missed, and nothing else', async () => {
    const { exit, seen, step } = await failing(['logs', 'traces']);
    expect(exit).toBe(1);
    expect(seen).toContain('no logs of it in the last 15 minutes');
    expect(seen).toContain('no traces of it in the last 15 minutes');
    expect(step('metrics').seen).toContain('waiting for a first event: ');
    expect(step('panels').details).toContainEqual({
      title: 'Shop / Searches',
      outcome: 'skipped',
      seen: 'searches_total comes with its first event',
    });
  });

  test('traces alone are missed where logs arrive', async () => {
    process.kill(world.shop.pid(), 'SIGUSR2');
    const { step } = await failing(['traces']);
    expect(step('logs').seen).toMatch(/^1 service; shop: the newest is /);
    expect(step('traces').fix?.code).toBe('npx telltale doctor traces --service shop');
  });

  test('all is well once a request was traced, and every step says what it asked', async () => {
    await fetch(`${world.shop.url}/order`);
    const { exit, step } = await failing([]);
    expect(exit).toBe(0);
    expect(step('targets').asked).toBe(`GET ${station.url}/api/v1/targets`);
    expect(step('alert-path').details.map(({ title }) => title)).toContain('ManyCarts to ops, at a sink');
    expect(step('backing').details.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['database of shop', 'cache of shop']),
    );
    expect(step('grafana').outcome).toBe('skipped');
    expect(world.receiver.count).toBe(0);
  });

  test('check --health and check --metrics are steps of it', async () => {
    const check = (args: string) =>
      telltaleHere(['check', ...args.split(' '), '--config', configOf('shop'), '--url', station.url], {
        cwd: folder.path,
      });
    const health = await check('--health --wait 30s');
    expect(health.exit, health.output).toBe(0);
    expect(health.output).toContain('Services are healthy: 3 pages of health say that all is well');
    const metrics = await check('--metrics --wait 30s');
    expect(metrics.exit, metrics.output).toBe(0);
    expect(metrics.output).toContain('Every declared metric is collected: ');
    expect(metrics.output).not.toContain('Services are healthy');
  });

  test.each(['.github/workflows/monitoring.yml', '.gitlab-ci.yml'])(
    'every command of the generated %s runs',
    async (path) => {
      const cwd = join(folder.path, path.replaceAll('/', '_'));
      mkdirSync(cwd);
      symlinkSync(join(ROOT, 'node_modules'), join(cwd, 'node_modules'));
      // Definitions of one process are kept by their file.
      writeFileSync(join(cwd, 'telltale.config.ts'), definitionWithCi(path));
      const here = (args: readonly string[]) => telltaleHere(args, { cwd });
      expect((await here(['gen', 'all'])).exit).toBe(0);
      const commands = commandsIn(parse(readFileSync(join(cwd, path), 'utf8')));
      const own = commands.filter((command) => command.startsWith('npx telltale '));
      expect(own.map((command) => command.split(' ')[2])).toEqual(['check', 'test', 'gen', 'smoke']);
      for (const command of own) {
        const args = command.replace('"$TELLTALE_URL"', station.url).split(' ').slice(2);
        const { exit, output } = await here(args);
        expect(exit, output).toBe(0);
      }
      expect(readFileSync(join(cwd, 'telltale-smoke.xml'), 'utf8')).toContain('failures="0"');
    },
  );

  test('in GitHub Actions what fails is an annotation, and stands in the summary of the job', async () => {
    const summary = join(folder.path, 'summary.md');
    const { exit, output } = await telltaleHere(
      [
        'smoke',
        '--config',
        configOf('refunds'),
        '--url',
        station.url,
        '--ci',
        '--junit',
        'reports/smoke.xml',
      ],
      { cwd: folder.path, env: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary } },
    );
    expect(exit).toBe(1);
    expect(output).toContain('::error title=telltale smoke%3A metrics::refunds_total: no series: shop');
    expect(readFileSync(summary, 'utf8')).toContain(
      '| ❌ metrics | refunds&#95;total: no series: shop should',
    );
    expect(readFileSync(join(folder.path, 'reports/smoke.xml'), 'utf8')).toContain(
      '<failure type="metrics" message="refunds_total: no series: shop should have it">',
    );
  });

  test('with --deliver the real receivers are told, and one that refuses is named', async () => {
    expect((await smoke(at('--only alert-path --deliver'))).exit).toBe(0);
    expect(world.receiver.count).toBe(1);
    world.receiver.status = 400;
    const { exit, failed, seen } = await smoke(at('--only alert-path --deliver'));
    expect({ exit, failed }).toEqual({ exit: 1, failed: ['alert-path'] });
    expect(seen).toContain('ops (webhook)');
    world.receiver.status = 200;
  });

  test('a metric that the program does not have is named, with who should have it', async () => {
    const { seen } = await failing(['metrics'], 'refunds');
    expect(seen).toBe('refunds_total: no series: shop should have it');
  });

  test('a rule that the station does not have, or has otherwise, is named', async () => {
    const missing = await failing(['rules'], 'extra-alert');
    expect(missing.seen).toBe('alert FewOrders of the group shop: the server does not have it');
    const other = await failing(['rules'], 'threshold');
    expect(other.seen).toContain('query is max(carts_open) > 50, and max(carts_open) > 60 is defined');
  });

  test('a panel that asks for what nobody has is named', async () => {
    const { seen } = await failing(['panels'], 'empty-panel');
    expect(seen).toContain('the first is “Shop / Returns”: no series for returns_total');
  });

  test('a program that is not ready answers 503, and says why', async () => {
    await world.shop.stop();
    await world.shop.start({ SMOKE_UNREADY: 'yes' });
    const { step, seen } = await failing(['health']);
    const only = ['check', '--health', '--config', configOf('shop'), '--url', station.url];
    expect((await telltaleHere(only, { cwd: folder.path })).exit).toBe(1);
    expect(seen).toContain('HTTP 503');
    expect(step('health').fix?.code).toMatch(/^curl -i 'http:.*\?verbose'$/);
  });

  test('a target that is down is named once, not again for each of its metrics and panels', async () => {
    await world.shop.stop();
    const { seen, step } = await failing(['targets']);
    expect(seen).toContain(`shop at 127.0.0.1:`);
    expect(step('metrics').seen).toContain('of targets that are down: 6');
    expect(step('health').seen).toContain('its target is down');
  });

  test('what fails is tried again until all is well, with --wait', async () => {
    const [waited] = await Promise.all([smoke(at('--only targets,metrics --wait 60s')), world.shop.start()]);
    expect(waited.exit, waited.seen).toBe(0);
    expect(waited.step('targets').attempts).toBeGreaterThan(1);
  });

  test('a Redis that is gone is named, and then a PostgreSQL as well', async () => {
    await failing([]);
    await world.redis.stop();
    const first = await failing(['backing']);
    expect(first.seen).toContain('cache of shop: its check fails');
    expect(
      first
        .step('health')
        .details.map(({ seen }) => seen)
        .join('\n'),
    ).toContain('because of cache');
    await world.postgres.stop();
    await waitFor('PostgreSQL to be missed', async () => {
      const { failed, step } = await smoke(at());
      const bad = step('backing').details.filter(({ outcome }) => outcome === 'failed');
      return failed.join() === 'backing' && bad.some(({ title }) => title === 'database of shop');
    });
  });

  test('a rule that cannot be evaluated is named', async () => {
    const data = join(folder.path, 'other');
    mkdirSync(data);
    const other = await startStation(await freePort(), data, ['--config', configOf('broken-alert')]);
    try {
      const only = `--only rules --url ${other.url}`;
      const seen = await waitFor('the rules to be evaluated', async () => {
        const tried = await smoke(only, 'broken-alert');
        return tried.seen.includes('it cannot be evaluated') && tried.seen;
      });
      expect(seen).toMatch(/^alert Broken of the group shop: it cannot be evaluated: /);
    } finally {
      await stopProgram(other);
    }
  });

  test('a station that is gone is named, and nothing that would ask it is tried', async () => {
    await stopProgram(station);
    const { exit, failed, step } = await smoke(at('--skip health,backing'));
    expect({ exit, failed }).toEqual({ exit: 1, failed: ['server'] });
    expect(step('metrics').seen).toBe('not tried: “The server runs and answers” failed');
  });
});
