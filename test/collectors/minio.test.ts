import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { defineMonitoring, minio, resolveDefinition } from '@telltale/definition';
import { createStation } from '@telltale/station';
import { expect, onTestFinished, test, vi } from 'vitest';
import { suiteFolder } from '../support/temporary-folder.ts';
import { untilCollected } from './collected-station.ts';

const folder = suiteFolder();
const TOKEN = 'eyJhbGciOi.of-minio';

test('the job of MinIO asks for the metrics of its cluster, with the token that it wants', async () => {
  const asked: string[] = [];
  // MinIO answers whoever has no token with 403, and other paths as its API of objects does.
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const isAllowed = request.headers.authorization === `Bearer ${TOKEN}`;
    const isKnown = request.url === '/minio/v2/metrics/cluster';
    response.writeHead(isKnown && isAllowed ? 200 : 403, { 'content-type': 'text/plain; version=0.0.4' });
    response.end(isKnown && isAllowed ? 'minio_cluster_nodes_online_total 4\n' : 'AccessDenied');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  vi.stubEnv('MINIO_TOKEN', TOKEN);
  onTestFinished(() => void vi.unstubAllEnvs());
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const exporters = [minio({ address, every: '1s', authorization: { env: 'MINIO_TOKEN' } })];
  const { targets } = resolveDefinition(defineMonitoring({ service: 'shop', exporters }));
  const [withToken] = targets;
  const { authorization: _token, ...withoutToken } = withToken;
  const station = await createStation({
    version: '0.0.0',
    port: 0,
    dataFolder: join(folder.path, 'station'),
    ruleGroups: [],
    targets: [withToken, { ...withoutToken, job: 'without' }],
    builtInIntervalMs: 60_000,
    collectHost: false,
  });
  onTestFinished(() => station.stop());
  await untilCollected(station, 'minio_cluster_nodes_online_total{job="minio"}', (count) => count === 4);
  await untilCollected(station, 'up{job="without"}', (up) => up === 0);
  expect(new Set(asked)).toEqual(new Set(['/minio/v2/metrics/cluster']));
  expect(await (await fetch(`${station.url}/api/v1/targets`)).text()).not.toContain(TOKEN);
});
