import { runProgram } from '../program/run-program.ts';
import { Catalog } from '../shop/catalog.ts';
import { readOrder } from '../shop/order.ts';
import { Orders } from '../shop/orders.ts';
import { Refusal } from '../shop/refusal.ts';
import { askPrice } from './ask-price.ts';

const BALLAST_BYTES = 400e6;
let ballast = new ArrayBuffer(0);

await runProgram('orders', (database) => {
  const catalog = new Catalog(database);
  const orders = new Orders(database, catalog, askPrice);
  return {
    routes: {
      'GET /products': () => catalog.list(),
      'POST /orders': async ({ body }) => {
        const order = readOrder(await body());
        if (!order) throw new Refusal(409, 'an order has a sku, a customer and a quantity from 1 to 100');
        return orders.place(order);
      },
    },
    faults: {
      memory: (isOn) => {
        // Given back at once, whenever the garbage collector comes.
        ballast = ballast.transfer(0);
        if (!isOn) return;
        ballast = new ArrayBuffer(BALLAST_BYTES);
        new Uint8Array(ballast).fill(1);
      },
    },
  };
});
