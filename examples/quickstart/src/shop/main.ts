import { join } from 'node:path';

import { stopRequest } from 'telltale-example-support/programs';

import { CATALOGUE } from './catalogue.ts';
import { createFaultSwitch } from './fault-switch.ts';
import { t } from './monitoring.ts';
import { createPaymentProvider } from './payment-provider.ts';
import { apiRoutes } from './routes/api-routes.ts';
import { faultRoutes } from './routes/fault-routes.ts';
import { pageRoutes } from './routes/page-routes.ts';
import { createShopServer } from './server.ts';
import { createCarts } from './store/carts.ts';
import { openDatabase } from './store/database.ts';
import { createOrders } from './store/orders.ts';
import { createShelf } from './store/shelf.ts';

const port = Number(process.env.SHOP_PORT ?? 4480);
const file = process.env.SHOP_DB ?? join('.telltale', 'shop.db');
const RESTOCK_EVERY_MS = 5000;
const KEEP_MS = 3_600_000;

const db = openDatabase(file);
const shelf = createShelf(db, CATALOGUE);
const carts = createCarts(db);
const orders = createOrders(db);
const faults = createFaultSwitch();
const parts = { shelf, carts, orders, faults, charge: createPaymentProvider(faults) };

function reportStock(): void {
  for (const product of shelf.products()) t.metrics.stock_items.set({ product: product.id }, product.stock);
  t.metrics.carts_open.set(carts.count());
}

function keepHouse(): void {
  const oldestMs = Date.now() - KEEP_MS;
  carts.forgetBefore(oldestMs);
  orders.forgetBefore(oldestMs);
  reportStock();
  shelf.restock();
}

keepHouse();
const housekeeping = setInterval(keepHouse, RESTOCK_EVERY_MS);
const server = createShopServer([...pageRoutes(parts), ...apiRoutes(parts), ...faultRoutes(parts)]);

server.once('error', (error: NodeJS.ErrnoException) => {
  const isTaken = error.code === 'EADDRINUSE';
  const hint = isTaken ? `port ${port} is in use; choose another with SHOP_PORT` : error.message;
  console.error(`shop: ${hint}`);
  process.exit(1);
});
server.listen(port, '127.0.0.1', () => console.log(`shop: http://127.0.0.1:${port}`));

function stop(): void {
  clearInterval(housekeeping);
  server.close(() => {
    db.close();
    void t.shutdown().finally(() => process.exit(0));
  });
  server.closeAllConnections();
}
// Ctrl-C reaches the shop twice: from the terminal, and from the program that started it.
stopRequest().addEventListener('abort', stop, { once: true });
