import type { TextMapPropagator } from '@opentelemetry/api';
import { currentContext, runInContext } from '../../context/context.ts';
import { REQUEST_ID, validRequestId } from '../../context/request-id.ts';
import type { OpenTelemetry } from '../packages/open-telemetry.ts';
import { CARRIER_GETTER, CARRIER_SETTER } from './carrier.ts';
import type { Propagation } from './propagation.ts';

/** Carries the request along, where traces are off. */
export const REQUEST_PROPAGATION: Propagation = {
  inject: injectRequest,
  extract: extractRequest,
  baggage: () => ({}),
  withBaggage: (_entries, task) => task(),
};

/** Carries the trace, baggage and the request along. */
export function workPropagation(
  { api }: Pick<OpenTelemetry, 'api'>,
  propagator: TextMapPropagator,
): Propagation {
  return {
    inject: (carrier) => {
      propagator.inject(api.context.active(), carrier, CARRIER_SETTER);
      return injectRequest(carrier);
    },
    extract: (carrier, task) => {
      const context = propagator.extract(api.context.active(), carrier, CARRIER_GETTER);
      return api.context.with(context, () => extractRequest(carrier, task));
    },
    baggage: () => {
      const entries = api.propagation.getActiveBaggage()?.getAllEntries() ?? [];
      return Object.fromEntries(entries.map(([name, { value }]) => [name, value]));
    },
    withBaggage: (entries, task) => {
      const active = api.context.active();
      let baggage = api.propagation.getBaggage(active) ?? api.propagation.createBaggage();
      for (const [name, value] of Object.entries(entries)) baggage = baggage.setEntry(name, { value });
      return api.context.with(api.propagation.setBaggage(active, baggage), task);
    },
  };
}

function injectRequest<Carrier extends object>(carrier: Carrier): Carrier {
  const requestId = currentContext()?.requestId;
  if (requestId !== undefined) CARRIER_SETTER.set(carrier, REQUEST_ID, requestId);
  return carrier;
}

function extractRequest<Result>(carrier: object, task: () => Result): Result {
  const requestId = validRequestId(CARRIER_GETTER.get(carrier, REQUEST_ID));
  return requestId === undefined ? task() : runInContext({ ...currentContext(), requestId }, task);
}
