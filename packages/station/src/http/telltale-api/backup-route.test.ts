import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@telltale/model';
import { openStore, readArchive } from '@telltale/storage';
import { expect, onTestFinished, test } from 'vitest';
import { createStationAudit } from '../../audit/station-audit.ts';
import { openSignalStores } from '../../intake/signal-stores.ts';
import type { StationSettings } from '../../settings.ts';
import { createServer } from '../server.ts';
import { registerBackup } from './backup-route.ts';

const RECORDS = 400;
/** More than sockets hold, all together, and hardly to be compressed. */
const MESSAGE_BYTES = 48 * 1024;

test('one backup is made at a time, and nothing is left of one that nobody reads to its end', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'telltale-backup-'));
  const onNotice = () => {};
  const store = await openStore({ folder: dataFolder });
  const signals = await openSignalStores({ dataFolder, onNotice });
  const settings: StationSettings = {
    version: '0.0.0',
    port: 0,
    dataFolder,
    ruleGroups: [],
    targets: [],
    builtInIntervalMs: 60_000,
    collectHost: false,
  };
  const server = await createServer();
  const audit = createStationAudit(settings, () => undefined, systemClock);
  registerBackup(server, { settings, store, ...signals, audit });
  onTestFinished(async () => {
    await server.close();
    await Promise.all([signals.logs.close(), signals.traces.close(), store.close()]);
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  });
  const record = { timeMs: Date.now(), severity: 9, service: 's', attributes: {}, resource: {} };
  for (let number = 0; number < RECORDS; number++) {
    await signals.logs.append([{ ...record, message: randomBytes(MESSAGE_BYTES).toString('latin1') }]);
  }
  const url = `${await server.listen({ host: '127.0.0.1', port: 0 })}/api/telltale/backup`;

  const unread = request(url, { method: 'POST' }).end();
  const [response] = (await once(unread, 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(200);
  const second = await fetch(url, { method: 'POST' });
  expect(second.status).toBe(409);
  expect(await second.json()).toEqual({ error: expect.stringContaining('ask again') });

  unread.on('error', () => {}).destroy();
  await expect.poll(() => readdirSync(join(dataFolder, 'snapshots')), { timeout: 15_000 }).toEqual([]);
  const whole = await fetch(url, { method: 'POST' });
  expect(whole.headers.get('content-disposition')).toMatch(/telltale-\d{8}T\d{6}Z\.tar\.gz/);
  const file = join(dataFolder, 'whole.tar.gz');
  writeFileSync(file, Buffer.from(await whole.arrayBuffer()));
  expect((await readArchive(file)).counts).toMatchObject({ logRecords: RECORDS, samples: 0, traces: 0 });
  await expect.poll(() => readdirSync(join(dataFolder, 'snapshots')), { timeout: 15_000 }).toEqual([]);
});
