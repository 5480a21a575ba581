import { tracingChannel } from 'node:diagnostics_channel';
import { addWorkIds } from './work-ids.ts';

/** What pino publishes when it begins and ends to make a line. */
interface LineMessage {
  readonly arguments: ArrayLike<unknown>;
}

/**
 * Adds ids of trace, span and request to the lines of every logger of pino (9.6 and later), whenever it was made: the
 * object that is logged has them while its line is made.
 */
export function correlatePino(): () => void {
  const added = new WeakMap<object, readonly string[]>();
  const channel = tracingChannel('pino_asJson');
  const subscribers = {
    start: (message: unknown) => {
      const record = recordOf(message);
      if (record) added.set(record, addWorkIds(record));
    },
    end: (message: unknown) => {
      const record = recordOf(message);
      for (const name of (record && added.get(record)) ?? []) Reflect.deleteProperty(record ?? {}, name);
    },
    asyncStart: () => undefined,
    asyncEnd: () => undefined,
    error: () => undefined,
  };
  channel.subscribe(subscribers);
  return () => channel.unsubscribe(subscribers);
}

function recordOf(message: unknown): object | undefined {
  const { arguments: args } = message as LineMessage;
  const [record] = Array.from(args);
  return typeof record === 'object' && record !== null ? record : undefined;
}
