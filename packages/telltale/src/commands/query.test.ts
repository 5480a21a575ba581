import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { EXIT } from '../io/command-io.ts';
import { queryCommand } from './query.ts';

const VECTOR = {
  status: 'success',
  data: { resultType: 'vector', result: [{ metric: { __name__: 'up', job: 'shop' }, value: [10, '1'] }] },
};

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

/** A server that answers everything with one body; gives its port and what was asked. */
async function answering(body: string) {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.end(body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, asked };
}

async function query(url: string, options: { readonly range?: string; readonly step?: string } = {}) {
  let output = '';
  let errors = '';
  const io = {
    write: (text: string) => void (output += text),
    writeError: (text: string) => void (errors += text),
    useColor: false,
    cwd: '/',
    env: {},
  };
  return { exitCode: await queryCommand({ ...options, expression: 'up', url }, io), output, errors };
}

describe('telltale query', () => {
  test('asks a server named by host and port alone', async () => {
    const { port } = await answering(JSON.stringify(VECTOR));
    expect(await query(`127.0.0.1:${port}`)).toEqual({
      exitCode: EXIT.ok,
      output: 'up{job="shop"}  1\n',
      errors: '',
    });
  });

  test('asks a server behind a path', async () => {
    const { port, asked } = await answering(JSON.stringify(VECTOR));
    await query(`http://127.0.0.1:${port}/prometheus/`);
    expect(asked).toEqual(['/prometheus/api/telltale/queries', '/prometheus/api/v1/query?query=up']);
  });

  test('a step without a range is a wrong call: nothing is asked', async () => {
    const { port, asked } = await answering(JSON.stringify(VECTOR));
    await expect(query(`127.0.0.1:${port}`, { step: '30s' })).rejects.toMatchObject({
      code: 'TT_USAGE',
      message: '--step 30s has no effect without --range',
    });
    expect(asked).toEqual([]);
    await query(`127.0.0.1:${port}`, { range: '5m', step: '30s' });
    expect(asked.at(-1)).toContain('step=30');
  });

  test.each(['nonsense at all', 'ftp://127.0.0.1/', 'http://'])(
    'says how an address is written: %s',
    async (url) => {
      await expect(query(url)).rejects.toMatchObject({
        code: 'TT_USAGE',
        message: expect.stringContaining(`"${url}"`),
      });
    },
  );

  test.each(['<html>', '{"error":"not found"}', '{"status":"success","data":{}}', 'null', '5'])(
    'an answer that is no Prometheus answer is shown, not trusted: %s',
    async (body) => {
      const { port } = await answering(body);
      await expect(query(`127.0.0.1:${port}`)).rejects.toMatchObject({
        code: 'TT_STATION_UNREACHABLE',
        message: expect.stringContaining(JSON.stringify(body)),
      });
    },
  );

  test('prints more series than a call can have arguments', async () => {
    const [series] = VECTOR.data.result;
    const result = Array.from({ length: 200_000 }, () => series);
    const { port } = await answering(
      JSON.stringify({ status: 'success', data: { resultType: 'vector', result } }),
    );
    const { output } = await query(`127.0.0.1:${port}`);
    expect(output.length).toBe(200_000 * 'up{job="shop"}  1\n'.length);
  }, 60_000);
});
