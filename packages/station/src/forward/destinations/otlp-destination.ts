import { otlpEndpoint } from '@telltale/definition';
import type { LogRecord, Span } from '@telltale/model';
import { readExportAnswer, writeOtlpLogs, writeOtlpTraces } from '@telltale/model/wire';
import type { Dispatcher } from 'undici';
import { destinationKey } from './destination-key.ts';
import type { ResolvedOtlpForward } from '@telltale/definition';
import type { Destination } from './destination.ts';
import { readHeaders, shownUrl } from './headers.ts';
import { outcomeOfAnswer, outcomeOfError, post } from './post.ts';

/** Sends log records by OTLP over HTTP, as protobuf. */
export function otlpLogs(settings: ResolvedOtlpForward, dispatcher: Dispatcher): Destination<LogRecord> {
  return otlpDestination(settings, { path: '/v1/logs', encode: writeOtlpLogs, dispatcher });
}

/** Sends spans in the same way. */
export function otlpTraces(settings: ResolvedOtlpForward, dispatcher: Dispatcher): Destination<Span> {
  return otlpDestination(settings, { path: '/v1/traces', encode: writeOtlpTraces, dispatcher });
}

interface OtlpSignal<Item> {
  readonly path: string;
  readonly encode: (items: readonly Item[]) => Uint8Array;
  readonly dispatcher: Dispatcher;
}

function otlpDestination<Item>(
  { url: given, headers = {} }: ResolvedOtlpForward,
  { path, encode, dispatcher }: OtlpSignal<Item>,
): Destination<Item> {
  const url = withPath(otlpEndpoint(given).url, path);
  return {
    name: `OTLP ${shownUrl(url)}`,
    key: destinationKey('otlp', url),
    encode,
    send: async (batches, signal) => {
      try {
        // Requests of protobuf are joined by putting one behind the other: all their fields are lists.
        const body = Buffer.concat(batches.map(({ bytes }) => bytes));
        const answer = await post({
          url,
          headers: { ...(await readHeaders(headers)), 'content-type': 'application/x-protobuf' },
          body,
          signal,
          dispatcher,
        });
        if (answer.status < 200 || answer.status > 299) return outcomeOfAnswer(answer);
        const { rejected, message } = readExportAnswer(answer.body);
        return { kind: 'sent', rejected, ...(message !== '' && { reason: message }) };
      } catch (error) {
        return outcomeOfError(error);
      }
    },
    close: () => Promise.resolve(),
  };
}

function withPath(address: string, path: string): string {
  const url = new URL(address);
  if (url.pathname === '/') url.pathname = path;
  return url.href;
}
