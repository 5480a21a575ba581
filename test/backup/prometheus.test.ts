import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { runProgram, startProgram, stopProgram } from '../support/program.ts';
import type { Program } from '../support/program.ts';
import { getJson } from '../support/telltale.ts';
import { telltaleHere } from '../support/telltale-here.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

interface RunningPrometheus {
  readonly url: string;
  readonly program: Program;
}

/** Debian's Prometheus over a data folder; it scrapes itself, so that its head has samples, too. */
async function startPrometheus(folder: string, options: readonly string[]): Promise<RunningPrometheus> {
  const port = await freePort();
  const config = join(folder, 'prometheus.yml');
  writeFileSync(
    config,
    `global: { scrape_interval: 1s }\nscrape_configs:\n  - job_name: self\n    static_configs: [{ targets: ['127.0.0.1:${port}'] }]\n`,
  );
  const url = `http://127.0.0.1:${port}`;
  const program = startProgram('prometheus', [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--storage.tsdb.retention.time=30d',
    ...options,
  ]);
  await waitFor('Prometheus to be ready', async () => (await fetch(`${url}/-/ready`)).ok);
  return { url, program };
}

const QUERIES = [
  'sold',
  'sum by (shop) (rate(sold[10m]))',
  'up{job="self"}',
  'prometheus_tsdb_head_series',
  'count({job="self"})',
];

async function answersOf(url: string, timesMs: readonly number[]): Promise<unknown> {
  const answers: unknown[] = [];
  for (const query of QUERIES) {
    for (const timeMs of timesMs) {
      const parameters = new URLSearchParams({ query, time: String(timeMs / 1000) });
      const { data } = (await getJson(`${url}/api/v1/query?${parameters}`)) as {
        data: { result: { metric: unknown }[] };
      };
      const sorted = data.result.toSorted((a, b) =>
        JSON.stringify(a.metric) < JSON.stringify(b.metric) ? -1 : 1,
      );
      answers.push([query, timeMs, sorted]);
    }
  }
  return answers;
}

describe.runIf(hasProgram('prometheus') && hasProgram('promtool'))('backup of a Prometheus', () => {
  const folders = { first: suiteFolder(), second: suiteFolder() };
  let prometheus: RunningPrometheus;
  let oldMs = 0;
  let file = '';
  const here = () => ({ cwd: folders.first.path });

  beforeAll(async () => {
    const { path } = folders.first;
    oldMs = Date.now() - 6 * 3_600_000;
    const lines = Array.from({ length: 120 }, (_, minute) => {
      const seconds = oldMs / 1000 - minute * 60;
      return ['a', 'b'].map((shop) => `sold{shop="${shop}"} ${(120 - minute) * 3} ${seconds}`);
    });
    const samples = join(path, 'samples.om');
    writeFileSync(samples, `# TYPE sold gauge\n${lines.toReversed().flat().toSorted().join('\n')}\n# EOF\n`);
    const made = await runProgram('promtool', [
      'tsdb',
      'create-blocks-from',
      'openmetrics',
      samples,
      join(path, 'data'),
    ]);
    expect(made.exit, made.output).toBe(0);
    prometheus = await startPrometheus(path, ['--web.enable-admin-api']);
    file = join(path, 'prometheus.tar.gz');
  }, 60_000);

  afterAll(() => stopProgram(prometheus.program));

  test('is taken by its snapshot API, blocks and head, and another Prometheus over it answers the same', async () => {
    await waitFor('scrapes of its own', async () => {
      const { data } = (await getJson(`${prometheus.url}/api/v1/query?query=count_over_time(up[1h])`)) as {
        data: { result: { value: [number, string] }[] };
      };
      return Number(data.result[0]?.value[1] ?? 0) >= 4;
    });
    const recentMs = Date.now() - 1000;
    const options = ['--prometheus', prometheus.url, '--prometheus-data', join(folders.first.path, 'data')];
    const made = await telltaleHere(['backup', file, ...options], here());
    expect(made).toMatchObject({ exit: 0, output: expect.stringContaining('of a Prometheus') });
    expect(readdirSync(join(folders.first.path, 'data/snapshots'))).toEqual([]);
    const wanted = await answersOf(prometheus.url, [oldMs, oldMs - 1_800_000, recentMs]);
    expect(JSON.stringify(wanted)).toContain('"shop":"a"');

    const target = join(folders.second.path, 'data');
    const restored = await telltaleHere(['restore', file, '--prometheus-data', target], here());
    expect(restored).toMatchObject({ exit: 0 });
    expect(readdirSync(target).every((name) => /^[0-9A-Z]{26}$/.test(name))).toBe(true);
    const second = await startPrometheus(folders.second.path, []);
    try {
      expect(await answersOf(second.url, [oldMs, oldMs - 1_800_000, recentMs])).toEqual(wanted);
      // Another one without the option refuses, and says which.
      const without = ['--prometheus', second.url, '--prometheus-data', target];
      const refused = await telltaleHere(['backup', join(target, '../x.tar.gz'), ...without], here());
      expect(refused).toMatchObject({ exit: 2, output: expect.stringContaining('--web.enable-admin-api') });
      expect(existsSync(join(target, '../x.tar.gz'))).toBe(false);
    } finally {
      await stopProgram(second.program);
    }
  }, 90_000);

  test('a restore over its folder is refused, and so is a folder that is not its own', async () => {
    const data = join(folders.first.path, 'data');
    expect(await telltaleHere(['restore', file, '--prometheus-data', data], here())).toMatchObject({
      exit: 2,
      output: expect.stringContaining('TT_RESTORE_TARGET'),
    });
    const other = ['--prometheus', prometheus.url, '--prometheus-data', folders.second.path];
    expect(
      await telltaleHere(['backup', join(folders.first.path, 'y.tar.gz'), ...other], here()),
    ).toMatchObject({
      exit: 2,
      output: expect.stringContaining('the snapshot is not at'),
    });
  }, 30_000);
});
