import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Agent } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { bearerToken } from './bearer-token.ts';
import { expandTarget } from './scrape-target.ts';
import { httpReader } from './target-reader.ts';

const server = createServer(({ headers }, response) => {
  response.writeHead(headers.authorization === 'Bearer s3cret' ? 200 : 403).end('up 1\n');
});
const dispatcher = new Agent();

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(async () => {
  await dispatcher.destroy();
  server.close();
});

function fileWith(token: string): string {
  const path = join(temporaryFolder(), 'token');
  writeFileSync(path, token);
  return path;
}

async function bytesWith(authorization?: { readonly file: string }): Promise<number> {
  const [target] = expandTarget({
    job: 'minio',
    addresses: [`127.0.0.1:${(server.address() as AddressInfo).port}`],
    path: '/metrics',
    scheme: 'http',
    intervalMs: 5000,
    timeoutMs: 5000,
    labels: {},
    ...(authorization && { authorization }),
  });
  const nothing = (): void => {};
  return httpReader(
    target,
    dispatcher,
  )({ metadata: nothing, sample: nothing, histogram: nothing, exemplar: nothing });
}

describe('a target that asks for a token', () => {
  it('gets the one of the file, without the newline at its end', async () => {
    await expect(bytesWith({ file: fileWith('s3cret\n') })).resolves.toBe(5);
  });

  it('refuses a scrape without it', async () => {
    await expect(bytesWith()).rejects.toThrow('answered HTTP 403');
  });

  it('a variable that is not set, or a file that is not there, is an error that names it and no token', async () => {
    await expect(bearerToken({ env: 'NO_SUCH_TOKEN' })).rejects.toThrow('variable NO_SUCH_TOKEN is not set');
    await expect(bearerToken({ file: '/nowhere/token' })).rejects.toThrow('/nowhere/token cannot be read');
  });
});
