import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCheck } from '../run-check.ts';
import { readMetricsPage } from './read-metrics-page.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-page-'));
});
const servers: Server[] = [];
afterEach(async () => {
  servers.splice(0).forEach((server) => server.close());
  await rm(folder, { recursive: true, force: true });
});

/** Serves the path that was asked for as a metrics page; gives the host and port. */
async function serving(status = 200): Promise<string> {
  const server = createServer((request, response) => {
    response.statusCode = status;
    response.end(`# ${request.url}\n`);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const textOf = async (place: string) => Buffer.from((await readMetricsPage(place, folder)).body).toString();

describe('the place of a metrics page', () => {
  it('may be a host and port, as `up --scrape` takes it, with or without a path', async () => {
    const address = await serving();
    expect(await textOf(`${address}/stats/prometheus`)).toBe('# /stats/prometheus\n');
    expect(await textOf(address)).toBe('# /metrics\n');
    expect(await textOf(`http://${address}/x`)).toBe('# /x\n');
  });

  it('is a file where one has that name', async () => {
    await writeFile(join(folder, 'shop:3000'), '# file\n');
    expect(await textOf('shop:3000')).toBe('# file\n');
  });

  it('is named when the page cannot be parsed', async () => {
    await writeFile(join(folder, 'page.txt'), 'up 1\nno page at all\n');
    await writeFile(join(folder, 'rules.yml'), 'groups: []\n');
    await expect(runCheck({ paths: ['.'], metrics: 'page.txt', cwd: folder })).rejects.toMatchObject({
      code: 'TT_EXPOSITION',
      message: expect.stringMatching(/^page\.txt: .*line 2/s),
    });
  });

  it.each([
    ['a server that answers with an error', 500, 'it answers HTTP 500', /shows the metrics/],
    ['a page that is not there', 404, 'it answers HTTP 404', /shows the metrics/],
  ])('%s is said as such, with a fix that fits', async (_, status, message, fix) => {
    const url = `http://${await serving(status)}/metrics`;
    await expect(readMetricsPage(url, folder)).rejects.toMatchObject({
      code: 'TT_FILE_READ',
      message: `${url} cannot be read: ${message}`,
      fix: expect.stringMatching(fix),
    });
  });

  it('nobody answers: the fix is to start the program, not to look at permissions', async () => {
    await expect(readMetricsPage('127.0.0.1:1/metrics', folder)).rejects.toMatchObject({
      message: expect.stringContaining('http://127.0.0.1:1/metrics cannot be read'),
      fix: 'Start the program that serves it, or correct the address.',
    });
  });

  it('a web page, such as that of a login, is told apart from metrics', async () => {
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8').end('<!doctype html>');
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
    await expect(readMetricsPage(url, folder)).rejects.toMatchObject({
      message: `${url} is a web page (HTML), not a metrics page`,
      fix: expect.stringContaining('login'),
    });
  });
});
