/** What is wrong with checkout on purpose: nothing, or the payment provider is down. */
export type CheckoutFault = 'none' | 'failing';

/** The switch behind `npm run break` and `npm run fix`. */
export interface FaultSwitch {
  readonly checkout: CheckoutFault;
  set(fault: CheckoutFault): void;
}

/** A switch that starts with nothing broken. */
export function createFaultSwitch(): FaultSwitch {
  let checkout: CheckoutFault = 'none';
  return {
    get checkout() {
      return checkout;
    },
    set(fault) {
      checkout = fault;
    },
  };
}

/** Whether a text from outside names a state of the switch. */
export function isCheckoutFault(text: unknown): text is CheckoutFault {
  return text === 'none' || text === 'failing';
}
