import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { SHIPPED_LOGS, shopWith } from '../../test/logs-shop.ts';
import { generateElastic } from './generate-elastic.ts';

const DAILY = shopWith({ logs: SHIPPED_LOGS });
const STREAM = shopWith({ logs: { ...SHIPPED_LOGS, index: 'logs-dev-pynode' } });

function jsonOf(name: string, definition = DAILY) {
  const file = generateElastic(definition).find(({ path }) => path === `elasticsearch/${name}`);
  return JSON.parse(file?.text ?? '');
}

describe('generateElastic', () => {
  it('deletes indices after the retention of the definition', () => {
    const { phases } = jsonOf('ilm-policy.json').policy;
    expect(phases.delete).toEqual({ min_age: '14d', actions: { delete: {} } });
    expect(phases.hot.actions.rollover).toBeUndefined();
  });

  it.each([
    [36 * 3_600_000, '36h'],
    [90 * 60_000, '2h'],
    [86_400_000, '1d'],
  ])('a retention of %i ms is %s', (retentionMs, expected) => {
    const definition = shopWith({ logs: { ...SHIPPED_LOGS, retentionMs } });
    expect(jsonOf('ilm-policy.json', definition).policy.phases.delete.min_age).toBe(expected);
  });

  it('the template is for the indices that Logstash writes, and names the policy', () => {
    const template = jsonOf('index-template.json');
    expect(template.index_patterns).toEqual(['dev-pynode-logs-*']);
    expect(template.data_stream).toBeUndefined();
    expect(template.template.settings['index.lifecycle.name']).toBe('dev-pynode-logs');
  });

  it('a data stream is rolled over, and has a stream beside it for lines that could not be read', () => {
    expect(jsonOf('ilm-policy.json', STREAM).policy.phases.hot.actions.rollover).toBeDefined();
    const template = jsonOf('index-template.json', STREAM);
    expect(template.index_patterns).toEqual(['logs-dev_pynode-*', 'logs-dev_pynode.unparsed-*']);
    expect(template.data_stream).toEqual({});
  });

  it('without Elasticsearch there is nothing to write', () =>
    expect(generateElastic(shopWith({}))).toEqual([]));
});

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Stands in for Elasticsearch: takes the two requests with the password, and refuses all others. */
async function applyTo(definition: typeof DAILY): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-elastic-'));
  const puts: string[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await textOf(request);
    const isUser = request.headers.authorization === `Basic ${btoa('elastic:s3cret"x')}`;
    const isJson = request.headers['content-type'] === 'application/json' && JSON.parse(body) !== null;
    if (isUser && isJson) puts.push(`${request.method} ${request.url}`);
    response.writeHead(isUser && isJson ? 200 : 400).end('{"acknowledged":true}');
  };
  const server = createServer((request, response) => void answer(request, response));
  try {
    for (const { path, text } of generateElastic(definition)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    const env = { ...process.env, ELASTIC_URL: `http://127.0.0.1:${port}`, ELASTIC_PASSWORD: 's3cret"x' };
    await promisify(execFile)('sh', [join(folder, 'elasticsearch/apply.sh')], { env });
    return puts;
  } finally {
    server.close();
    await rm(folder, { recursive: true });
  }
}

const hasCurl = spawnSync('curl', ['--version']).status === 0;

describe('apply.sh', () => {
  it.skipIf(!hasCurl)('puts policy and template in place, with the password in no command line', async () => {
    expect(await applyTo(DAILY)).toEqual([
      'PUT /_ilm/policy/dev-pynode-logs',
      'PUT /_index_template/dev-pynode-logs',
    ]);
    expect(generateElastic(DAILY)[2].text).not.toContain('--user');
  });
});
