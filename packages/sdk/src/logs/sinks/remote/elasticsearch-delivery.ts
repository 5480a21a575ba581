import type { LogIndex } from '@telltale/definition';
import { logIndexName } from '@telltale/definition';
import type { Client, ClientOptions } from '@elastic/elasticsearch';
import { parseRetryAfter } from '../../../push/transport/send.ts';
import { shownUrl } from '../../../push/transport/shown-url.ts';
import { ecsDocument } from '../../formats/ecs-document.ts';
import type { DeliveryResult, DeliveryRun, RecordDelivery, WaitingRecord } from './delivery.ts';

/** Where and how documents are sent. */
export interface ElasticsearchDeliveryOptions {
  readonly nodes: readonly string[];
  readonly index: LogIndex;
  readonly auth?: ClientOptions['auth'];
}

const CONFLICT = 409;
const BUSY: ReadonlySet<number> = new Set([408, 425, 429]);
/** More than a batch ever has: the outbox decides what is sent together. */
const FLUSH_BYTES = 64 * 1024 * 1024;

/**
 * Sends records to Elasticsearch by its own client, in Elastic's common schema. A document has the id of its record,
 * so that one that is sent twice is there once.
 */
export function createElasticsearchDelivery(options: ElasticsearchDeliveryOptions): RecordDelivery {
  const { nodes } = options;
  let client: Promise<Client> | undefined;
  return {
    deliver: async (records, run) => {
      if (records.length === 0) return { unsent: [], refused: 0 };
      try {
        client ??= connect(options);
        return await bulk(await client, records, options.index, run);
      } catch (error) {
        // Without the client, another attempt may find it.
        if (isMissing(error)) client = undefined;
        return judge(error, records, nodes[0]);
      }
    },
    close: async () => {
      const connected = await client?.catch(() => undefined);
      await connected?.close();
    },
  };
}

/** The client is a package of its own, which only programs with this sink install and load. */
async function connect({ nodes, auth }: ElasticsearchDeliveryOptions): Promise<Client> {
  const { Client: ElasticsearchClient } = await import('@elastic/elasticsearch');
  return new ElasticsearchClient({ nodes: [...nodes], maxRetries: 0, ...(auth && { auth }) });
}

async function bulk(
  client: Client,
  records: readonly WaitingRecord[],
  index: LogIndex,
  { timeoutMs, signal }: DeliveryRun,
): Promise<DeliveryResult> {
  const unsent = new Set<string>();
  let refused = 0;
  let reason: string | undefined;
  await client.helpers.bulk<WaitingRecord>(
    {
      datasource: [...records],
      retries: 0,
      concurrency: 1,
      flushBytes: FLUSH_BYTES,
      onDocument: ({ id, record }) => [
        { create: { _index: logIndexName(index, record.timeMs), _id: id } },
        ecsDocument(record),
      ],
      onDrop: ({ status, error, operation }) => {
        // It is there already.
        if (status === CONFLICT) return;
        reason ??= `HTTP ${status} ${error?.type ?? ''} ${error?.reason ?? ''}`.trim();
        if (BUSY.has(status) || status >= 500) unsent.add(idOf(operation));
        else refused++;
      },
    },
    { requestTimeout: timeoutMs, signal },
  );
  return { unsent: records.filter(({ id }) => unsent.has(id)), refused, reason };
}

function idOf(operation: unknown): string {
  const { create } = Object(operation) as { readonly create?: { readonly _id?: unknown } };
  return String(create?._id);
}

/** What an attempt that failed as a whole means. What is wrong with address or password may be put right. */
function judge(error: unknown, records: readonly WaitingRecord[], node = ''): DeliveryResult {
  if (isMissing(error)) {
    const reason = 'the package @elastic/elasticsearch is not installed: npm install @elastic/elasticsearch';
    return { unsent: records, refused: 0, reason };
  }
  const { statusCode, meta } = Object(error) as { statusCode?: unknown; meta?: { headers?: unknown } };
  const header: unknown = Reflect.get(Object(meta?.headers), 'retry-after');
  const retryAfterMs = parseRetryAfter(typeof header === 'string' ? header : undefined, Date.now());
  const status = typeof statusCode === 'number' ? ` HTTP ${statusCode}` : '';
  const reason = `${shownUrl(node)}:${status} ${nameOf(error)}`;
  return { unsent: records, refused: 0, reason, retryAfterMs };
}

function isMissing(error: unknown): boolean {
  const code: unknown = Reflect.get(Object(error), 'code');
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
}

/** The name of an error of the client says what happened; its message may hold what was sent. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : String(error);
}
