import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { instrument } from '@telltale/sdk';
import { counter, defineMonitoring } from '@telltale/sdk/define';

/* A service whose own server speaks TLS: its metrics page is a route of it, as is the push of the environment. */

const [certFile = '', keyFile = ''] = process.argv.slice(2);
const orders = counter({ help: 'Orders placed.' });
const t = instrument(defineMonitoring({ service: 'shop', metrics: { orders_total: orders } }), {
  push: { to: 'otlp', url: process.env['PUSH_URL'] ?? '', everyMs: 500, spool: false },
});
t.metrics.orders_total.inc(7);
const server = createServer(
  { cert: readFileSync(certFile), key: readFileSync(keyFile) },
  t.http.metricsHandler,
);
server.listen(0, '127.0.0.1', () => console.log(`port ${(server.address() as AddressInfo).port}`));
process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
  void t.shutdown();
});
