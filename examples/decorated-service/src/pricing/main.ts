import { runProgram } from '../program/run-program.ts';
import { isQuantity } from '../shop/order.ts';
import { Pricing } from '../shop/pricing.ts';
import { Refusal } from '../shop/refusal.ts';

const faults = { isSlow: false, isBroken: false };

await runProgram('pricing', (database) => {
  const pricing = new Pricing(database, faults);
  return {
    routes: {
      'GET /prices/:name': ({ name, url }) => {
        const quantity = Number(url.searchParams.get('quantity') ?? 1);
        if (!isQuantity(quantity)) throw new Refusal(409, 'a quantity is from 1 to 100');
        return pricing.quote(name, quantity);
      },
    },
    faults: {
      slow: (isOn) => (faults.isSlow = isOn),
      errors: (isOn) => (faults.isBroken = isOn),
    },
  };
});
