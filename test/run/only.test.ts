import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { ROOT, stopProgram } from '../support/program.ts';
import type { RunningStation } from '../support/telltale.ts';
import { getJson, queryInstant, startStation, telltale } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const CONFIG = join(ROOT, 'test/e2e/fixtures/mill.config.ts');

describe('telltale up --only', () => {
  const folder = suiteFolder();
  let station: RunningStation | undefined;

  afterEach(async () => {
    if (station) await stopProgram(station);
    station = undefined;
  });

  async function startOnly(parts: string): Promise<RunningStation> {
    const started = await startStation(await freePort(), folder.path, ['--config', CONFIG, '--only', parts]);
    station = started;
    await waitFor('its status to be printed', () => started.output().includes('Ctrl-C'));
    return started;
  }

  const status = async (path: string, method = 'GET') =>
    (await fetch(`${station?.url}${path}`, { method, headers: { accept: 'text/html' } })).status;
  const jobs = async (url: string) => {
    const { data } = (await getJson(`${url}/api/v1/targets`)) as {
      data: { activeTargets: { labels: Record<string, string> }[] };
    };
    return new Set(data.activeTargets.map(({ labels }) => labels['job']));
  };

  test('scrape, ui and host are there; nothing else listens, is evaluated or taken in', async () => {
    const started = await startOnly('scrape,ui,host');
    const { url } = started;
    expect(await status('/')).toBe(200);
    expect(await jobs(url)).toEqual(new Set(['mill', 'node', 'telltale']));
    await waitFor('figures of the host', async () => (await queryInstant(url, 'node_load1')).length > 0);
    const { data } = (await getJson(`${url}/api/v1/rules`)) as { data: { groups: unknown[] } };
    expect(data.groups).toEqual([]);
    for (const path of ['/v1/logs', '/v1/traces', '/v1/metrics', '/api/v1/write', '/metrics/job/mill']) {
      expect([path, await status(path, 'POST')]).toEqual([path, 404]);
    }
    expect(started.output()).not.toContain('otlp');
  });

  test('rules and intake alone: no page, no host, no target but the station itself', async () => {
    const started = await startOnly('rules,intake');
    const { url } = started;
    expect(await status('/')).toBe(404);
    expect(await jobs(url)).toEqual(new Set(['telltale']));
    const { data } = (await getJson(`${url}/api/v1/rules`)) as { data: { groups: unknown[] } };
    expect(data.groups.length).toBeGreaterThan(0);
    expect(await status('/v1/logs', 'POST')).toBe(415);
    // The line says where, and that there is somebody who listens.
    const [place] = /http:\/\/127\.0\.0\.1:\d+/.exec(started.output().split('otlp')[1] ?? '') ?? [];
    const { hostname, port } = new URL(place ?? '');
    await new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => resolve(void socket.destroy()));
      socket.once('error', reject);
    });
  });

  test('a part that does not exist is told, with those that do', async () => {
    const { exit, output } = await telltale(['up', '--only', 'scrap', '--data', join(folder.path, 'none')]);
    expect(exit).toBe(2);
    expect(output).toContain('Did you mean scrape?');
  });
});
