import { http } from './http.ts';
import { postgres } from './postgres.ts';
import { redis } from './redis.ts';
import { disk, eventLoop, memory } from './resources.ts';
import { s3 } from './s3.ts';

/**
 * Checks of what services commonly depend on, for `t.health.add`. Clients are told by what they can do, so that any
 * version will do and none is loaded.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { checks, instrument } from '@telltale/sdk';
 * import { defineMonitoring } from '@telltale/sdk/define';
 *
 * const t = instrument(defineMonitoring({ service: 'shop' }));
 * t.health.add('disk', checks.disk({ path: '/tmp', minFree: 1024 ** 2 }));
 * t.health.add('memory', checks.memory());
 * const server = createServer(t.http.wrap((request, response) => response.end('ok'))).listen(0, async () => {
 *   const address = server.address();
 *   const port = typeof address === 'object' ? address?.port : 0;
 *   const { services } = (await (await fetch(`http://127.0.0.1:${port}/health`)).json()) as { services: object };
 *   console.log(services); // { disk: 'ok', memory: 'ok' }
 *   server.close();
 * });
 * ```
 */
export const checks = { postgres, redis, s3, http, disk, eventLoop, memory };
