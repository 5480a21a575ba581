import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { ThrowAwayPostgres, ThrowAwayRedis } from '../../examples/support/src/servers/index.ts';
import { startThrowAwayPostgres, startThrowAwayRedis } from '../../examples/support/src/servers/index.ts';
import { freePort } from '../support/free-port.ts';
import type { Program } from '../support/program.ts';
import { startProgram, stopProgram } from '../support/program.ts';
import { waitFor } from '../support/wait-for.ts';

/** A shop with PostgreSQL, Redis and a receiver of alerts, all of them real. */
export interface ShopWorld {
  readonly shop: RestartableShop;
  readonly postgres: ThrowAwayPostgres;
  readonly redis: ThrowAwayRedis;
  readonly receiver: Receiver;
  /** Where the station of the definition is to listen. */
  readonly stationPort: number;
  readonly stop: () => Promise<void>;
}

/** The program that is watched. */
interface RestartableShop {
  readonly url: string;
  readonly pid: () => number;
  readonly start: (env?: Readonly<Record<string, string>>) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Who is told of alerts. */
interface Receiver {
  /** What it answers. */
  status: number;
  /** How often it was told. */
  count: number;
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** Starts everything but the station. Definitions of this process see it from then on. */
export async function startShopWorld(): Promise<ShopWorld> {
  const receiver = await startReceiver();
  const redis = await startThrowAwayRedis('telltale-smoke');
  const postgresPort = await freePort();
  const postgres = await startThrowAwayPostgres({
    name: 'telltale-smoke',
    database: 'shop',
    schema: 'select 1',
    port: postgresPort,
  });
  const [stationPort, shopPort] = [await freePort(), await freePort()];
  Object.assign(process.env, {
    SMOKE_STATION_PORT: String(stationPort),
    SMOKE_SHOP_PORT: String(shopPort),
    SMOKE_RECEIVER_PORT: String(receiver.port),
    SMOKE_POSTGRES_URL: postgres.urlFor('postgres'),
    SMOKE_POSTGRES_ADDRESS: `127.0.0.1:${postgresPort}`,
    SMOKE_REDIS_SOCKET: redis.socketPath,
  });
  const shop = restartableShop(shopPort);
  await shop.start();
  return {
    shop,
    postgres,
    redis,
    receiver,
    stationPort,
    stop: async () => {
      await shop.stop();
      await postgres.stop();
      await redis.stop();
      await receiver.stop();
    },
  };
}

function restartableShop(port: number): RestartableShop {
  const url = `http://127.0.0.1:${port}`;
  const file = join(import.meta.dirname, 'fixtures/shop.ts');
  let program: Program | undefined;
  return {
    url,
    pid: () => program?.pid ?? 0,
    start: async (env = {}) => {
      program = startProgram('node', ['--conditions=@telltale/source', '--no-warnings', file], { env });
      await waitFor('the shop to listen', async () => (await fetch(`${url}/metrics`)).ok);
    },
    stop: async () => {
      if (program) await stopProgram(program);
      program = undefined;
    },
  };
}

async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    receiver.count++;
    request.resume().once('end', () => response.writeHead(receiver.status).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: Receiver = {
    status: 200,
    count: 0,
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return receiver;
}
