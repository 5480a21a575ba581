import { readFileSync } from 'node:fs';
import type { ResolvedLogSink } from '@telltale/definition';
import { logIndex } from '@telltale/definition';
import type { Secret } from '@telltale/model';
import { defaultSpoolFolder } from '../../../platform/private-folder.ts';
import type { LogDropReason } from '../../log-counts.ts';
import type { RecordSink } from '../sink.ts';
import type { RecordDelivery } from './delivery.ts';
import { createElasticsearchDelivery } from './elasticsearch-delivery.ts';
import { LogSpool } from './log-spool.ts';
import { createOtlpDelivery } from './otlp-delivery.ts';
import { Outbox } from './outbox.ts';

/** What a sink over the network is made with. */
export interface RemoteSinkContext {
  readonly service: string;
  readonly station: string | undefined;
  /** The index of the section. */
  readonly index: string | undefined;
  readonly notice: (message: string) => void;
  readonly dropped: (reason: LogDropReason, count: number) => void;
}

const BUFFER_BYTES = 8 * 1024 * 1024;
const SPOOL_BYTES = 64 * 1024 * 1024;
const STATION = 'http://127.0.0.1:4400';

/**
 * Makes the sink of an OTLP receiver, a station or Elasticsearch.
 *
 * @throws where an address is none, or a secret is not there
 */
export function createRemoteSink(declared: ResolvedLogSink, context: RemoteSinkContext): RecordSink {
  const {
    bufferBytes = BUFFER_BYTES,
    spoolBytes: maxBytes = SPOOL_BYTES,
    spool: folder = defaultSpoolFolder(),
  } = declared;
  const url = declared.url ?? context.station ?? STATION;
  const purpose = JSON.stringify(['logs', declared.kind, new URL(url).host, declared.index, context.service]);
  const spool = folder === false ? undefined : new LogSpool({ folder, purpose, maxBytes });
  const { notice, dropped } = context;
  return new Outbox({
    delivery: createDelivery(declared, url, context),
    bufferBytes,
    spool,
    notice,
    dropped,
  });
}

function createDelivery(declared: ResolvedLogSink, url: string, context: RemoteSinkContext): RecordDelivery {
  if (declared.kind !== 'elasticsearch') return createOtlpDelivery({ url, headers: headersOf(declared) });
  const { hosts = [url], index = context.index, apiKey, username, password } = declared;
  const basic = username !== undefined && password && { username, password: readSecret(password) };
  const auth = apiKey ? { apiKey: readSecret(apiKey) } : basic;
  return createElasticsearchDelivery({
    nodes: hosts,
    index: logIndex(index, context.service),
    ...(auth && { auth }),
  });
}

function headersOf({ headers = {}, token }: ResolvedLogSink): Readonly<Record<string, string>> {
  const read = Object.entries(headers).map(
    ([name, value]) => [name, typeof value === 'string' ? value : readSecret(value)] as const,
  );
  return { ...Object.fromEntries(read), ...(token && { authorization: `Bearer ${readSecret(token)}` }) };
}

/** The text of a secret; throws where it is not there, and never tells it. */
function readSecret(secret: Secret): string {
  if ('env' in secret) {
    const value = process.env[secret.env];
    if (value) return value;
    throw new Error(`the variable ${secret.env} of the environment is not set`);
  }
  return readFileSync(secret.file, 'utf8').trim();
}
