import type { HealthCheck } from '../health-check.ts';

/** A client of `redis` or `ioredis`, or anything that can be pinged. */
export interface PingClient {
  ping(): unknown;
}

/** States of a client of `ioredis` in which a command would wait for a connection. */
const WAITING: ReadonlySet<unknown> = new Set(['connecting', 'connect', 'reconnecting', 'close', 'end']);

/**
 * Whether Redis answers `PING`. A client that has no connection is not asked: it would keep the question until it
 * has one.
 */
export function redis(client: PingClient): HealthCheck {
  return {
    run: async ({ signal }) => {
      const isReady: unknown = Reflect.get(client, 'isReady');
      const status: unknown = Reflect.get(client, 'status');
      if (isReady === false || WAITING.has(status)) throw new Error('the client is not connected');
      await pinging(client, signal).ping();
    },
  };
}

/** Clients of `redis` forget a command that has not been sent when the signal says so. */
function pinging(client: PingClient, signal: AbortSignal): PingClient {
  const withSignal: unknown = Reflect.get(client, 'withAbortSignal');
  return typeof withSignal === 'function' ? Reflect.apply(withSignal, client, [signal]) : client;
}
