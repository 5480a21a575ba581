import type { Span } from '@telltale/model';
import { nodeZlib } from '../../platform/node-modules.ts';
import { deliver } from '../../push/transport/deliver.ts';
import type { Delivery } from '../../push/transport/send.ts';
import type { SendRun } from './span-queue.ts';

/** Where and how spans are sent. */
export interface OtlpTarget {
  /** The whole address, such as `http://127.0.0.1:4318/v1/traces`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** For one attempt. */
  readonly timeoutMs: number;
  readonly isCompressed: boolean;
}

/**
 * Sends spans by OTLP over HTTP, again and again while the receiver is away or busy, as it asks. No answer is waited
 * for longer than said, none is read beyond 64 KiB, redirects are not followed.
 */
export function otlpSender(
  target: OtlpTarget,
  onFailure: (reason: string) => void,
): (spans: readonly Span[], run: SendRun) => Promise<Delivery> {
  const { url, timeoutMs, isCompressed } = target;
  const headers = {
    ...target.headers,
    'content-type': 'application/x-protobuf',
    ...(isCompressed && { 'content-encoding': 'gzip' }),
  };
  return async (spans, run) => {
    try {
      // Only programs that send spans pay for loading the writer.
      const { writeOtlpTraces } = await import('@telltale/model/wire');
      const bytes = writeOtlpTraces(spans);
      const body = isCompressed ? await gzipped(bytes) : bytes;
      return await deliver([{ method: 'POST', url, headers, body }], {
        ...run,
        timeoutMs,
        attempts: Infinity,
        onFailure,
      });
    } catch (error) {
      return { result: 'refused', reason: `spans cannot be sent: ${String(error)}` };
    }
  };
}

function gzipped(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    nodeZlib().gzip(bytes, (error, packed) => (error ? reject(error) : resolve(new Uint8Array(packed))));
  });
}
