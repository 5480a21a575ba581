import type { Attributes, AttributeValue, LogRecord } from '@telltale/model';
import { isAttributes } from '../../formats/error-stack.ts';
import { send } from '../../../push/transport/send.ts';
import type { RecordDelivery } from './delivery.ts';

/** Where OTLP is sent. */
export interface OtlpDeliveryOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const PATH = '/v1/logs';
const CONTENT_TYPE = 'application/x-protobuf';

/** Sends records by OTLP over HTTP, as protobuf. */
export function createOtlpDelivery({ url: given, headers }: OtlpDeliveryOptions): RecordDelivery {
  const url = withPath(given);
  return {
    deliver: async (records, run) => {
      if (records.length === 0) return { unsent: [], refused: 0 };
      try {
        // Only programs that send records over OTLP pay for loading its writer.
        const { writeOtlpLogs } = await import('@telltale/model/wire');
        const body = writeOtlpLogs(records.map(({ record }) => conventional(record)));
        const request = {
          method: 'POST',
          url,
          headers: { ...headers, 'content-type': CONTENT_TYPE },
          body,
        } as const;
        const delivery = await send(request, run);
        if (delivery.result === 'sent') return { unsent: [], refused: 0 };
        const { reason } = delivery;
        if (delivery.result === 'refused') return { unsent: [], refused: records.length, reason };
        return { unsent: records, refused: 0, reason, retryAfterMs: delivery.retryAfterMs };
      } catch (error) {
        return { unsent: records, refused: 0, reason: String(error) };
      }
    },
    close: () => Promise.resolve(),
  };
}

function withPath(given: string): string {
  const url = new URL(given);
  if (!/^https?:$/.test(url.protocol)) throw new Error('the address is no http or https URL');
  if (url.pathname === '/') url.pathname = PATH;
  return url.href;
}

/** A record with the names that OpenTelemetry has for errors and events. */
function conventional(record: LogRecord): LogRecord {
  const { error, event, ...others } = record.attributes;
  if (error === undefined && event === undefined) return record;
  const attributes: Record<string, AttributeValue> = Object.assign(Object.create(null), others);
  if (event !== undefined) attributes['event.name'] = event;
  if (isAttributes(error)) addException(attributes, error);
  else if (error !== undefined) attributes['error'] = error;
  return { ...record, attributes };
}

function addException(attributes: Record<string, AttributeValue>, error: Attributes): void {
  const { type, message, stack, ...others } = error;
  if (type !== undefined) attributes['exception.type'] = type;
  if (message !== undefined) attributes['exception.message'] = message;
  if (stack !== undefined) attributes['exception.stacktrace'] = stack;
  if (Object.keys(others).length > 0) attributes['exception.details'] = others;
}
