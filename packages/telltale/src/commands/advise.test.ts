import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { run, temporaryFolder } from '../../test/support/run-cli.ts';

/** A server on a free port until the test has ended. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function rulesFolder(): Promise<string> {
  const folder = temporaryFolder();
  const rules = `groups:
  - name: g
    rules:
      - alert: Weekly
        expr: increase(x_total[7d]) > 5
      - alert: Down
        expr: up == 0
`;
  await writeFile(join(folder, 'rules.yml'), rules);
  return folder;
}

test.each([
  ['a web page', 200, '<!doctype html><p>hello</p>', "the answer is none of Prometheus' API (HTTP 200)"],
  ['a login', 401, 'no', 'the server asks for a login (HTTP 401)'],
  ['an error of its own', 422, '{"status":"error","error":"too many samples"}', 'too many samples'],
])('a server that answers with %s is named, with what it said', async (_, status, body, reason) => {
  const url = await serve((__, response) => response.writeHead(status).end(body));
  const { exitCode, output, errors } = await run(await rulesFolder(), 'advise', 'cardinality', '--url', url);
  expect({ exitCode, output }).toEqual({ exitCode: 2, output: '' });
  expect(errors).toContain(`telltale: http://${url}/api/v1/query: ${reason} (TT_STATION_UNREACHABLE)\n`);
});

test('capacity is asked of stations only, and says what another server can tell', async () => {
  const url = await serve((_, response) => response.writeHead(404).end());
  const { exitCode, errors } = await run(await rulesFolder(), 'advise', 'capacity', '--url', url);
  expect(exitCode).toBe(2);
  expect(errors).toContain('is no station: HTTP 404');
  expect(errors).toContain('advise memory');
});

test('names of a hostile server reach no terminal as they are, and JSON stays JSON', async () => {
  const result = [{ metric: { __name__: 'a\u001B[31m', ['__proto__']: 'x' }, value: [1, '7'] }];
  const body = JSON.stringify({ status: 'success', data: { resultType: 'vector', result } });
  const url = await serve((request, response) =>
    response.end(request.url?.includes('/labels') ? '{"status":"success","data":[]}' : body),
  );
  const folder = await rulesFolder();
  const printed = await run(folder, 'advise', 'cardinality', '--url', url);
  expect(printed).toMatchObject({ exitCode: 0, errors: '' });
  expect(printed.output).toMatch(/^7 series\n\na�\[31m {2}7 series/);
  const { output } = await run(folder, 'advise', 'cardinality', '--url', url, '--json');
  expect(JSON.parse(output)).toMatchObject({ series: 7, names: [{ name: 'a\u001B[31m' }] });
});

test('what rule files look back to is compared with what the server keeps', async () => {
  const url = await serve((_, response) =>
    response.end('{"status":"success","data":{"storageRetention":"3d or 50GiB"}}'),
  );
  const { exitCode, output } = await run(await rulesFolder(), 'advise', 'retention', '--url', url);
  expect(output).toBe(
    'kept   3d\nneeds  1w       alert Weekly  longer than samples are kept\nneeds  5m       alert Down\n',
  );
  expect(exitCode).toBe(1);
});

test('an alert without a threshold is no fault of the server', async () => {
  const url = await serve((_, response) =>
    response.end('{"status":"success","data":{"resultType":"matrix","result":[]}}'),
  );
  const { exitCode, output } = await run(await rulesFolder(), 'advise', 'thresholds', '--url', url);
  expect(exitCode).toBe(0);
  expect(output).toContain('over the last 1w, looked at every 1m1s\n');
  expect(output).toContain('Down  nothing to say: it has no threshold');
  expect(output).toContain('Weekly  nothing to say: what it looks at has no values in this time');
});

test('a file of rules that is there already is not replaced', async () => {
  const folder = await rulesFolder();
  await writeFile(join(folder, 'drop.yml'), 'mine');
  const result = [{ metric: { __name__: 'unused' }, value: [1, '7'] }];
  const body = JSON.stringify({ status: 'success', data: { resultType: 'vector', result } });
  const url = await serve((_, response) => response.end(body));
  const { exitCode, errors } = await run(folder, 'advise', 'unused', '--url', url, '--fix', 'drop.yml');
  expect(exitCode).toBe(2);
  expect(errors).toContain('drop.yml exists already (TT_FILE_WRITE)\n  Name another file');
});
