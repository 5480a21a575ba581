import { randomUUID } from 'node:crypto';
import { readSecret } from '@telltale/alerting';
import { logIndex, logIndexName } from '@telltale/definition';
import type { LogRecord } from '@telltale/model';
import { ecsLog } from './ecs-log.ts';
import type { Dispatcher } from 'undici';
import type { ResolvedElasticsearchForward } from '@telltale/definition';
import { destinationKey } from './destination-key.ts';
import type { Destination, SendOutcome } from './destination.ts';
import { shownUrl } from './headers.ts';
import { outcomeOfAnswer, outcomeOfError, post } from './post.ts';

/** Of the answer nothing is wanted but what became of each document. */
const FILTER = 'errors,items.*.status,items.*.error.type,items.*.error.reason';
const CONFLICT = 409;
const BUSY: ReadonlySet<number> = new Set([408, 425, 429]);

/**
 * Sends log records to Elasticsearch by `_bulk`, in Elastic's common schema. Each document gets its id before it is
 * spooled, so that one that is sent twice is there once.
 */
export function elasticsearchLogs(
  settings: ResolvedElasticsearchForward,
  dispatcher: Dispatcher,
): Destination<LogRecord> {
  const { url, index } = settings;
  const target = new URL('_bulk', url.endsWith('/') ? url : `${url}/`);
  target.searchParams.set('filter_path', FILTER);
  return {
    name: `Elasticsearch ${shownUrl(url)}${index === undefined ? '' : ` ${index}`}`,
    key: destinationKey('elasticsearch', url, index ?? ''),
    encode: (records) => encodeBulk(records, index),
    send: async (batches, signal) => {
      try {
        const answer = await post({
          url: target.href,
          headers: { ...(await authorization(settings)), 'content-type': 'application/x-ndjson' },
          body: Buffer.concat(batches.map(({ bytes }) => bytes)),
          signal,
          dispatcher,
        });
        return answer.status === 200 ? outcomeOfBulk(answer.body) : outcomeOfAnswer(answer);
      } catch (error) {
        return outcomeOfError(error);
      }
    },
    close: () => Promise.resolve(),
  };
}

function encodeBulk(records: readonly LogRecord[], index: string | undefined): Uint8Array {
  const batch = randomUUID();
  const lines = records.map((record, position) => {
    const name = logIndexName(logIndex(index, record.service), record.timeMs);
    const action = { create: { _index: name, _id: `${batch}-${position}` } };
    return `${JSON.stringify(action)}\n${JSON.stringify(ecsLog(record))}\n`;
  });
  return Buffer.from(lines.join(''));
}

async function authorization({
  apiKey,
  username,
  password,
}: ResolvedElasticsearchForward): Promise<Record<string, string>> {
  if (apiKey) return { authorization: `ApiKey ${await readSecret(apiKey)}` };
  if (username === undefined || !password) return {};
  const credentials = Buffer.from(`${username}:${await readSecret(password)}`).toString('base64');
  return { authorization: `Basic ${credentials}` };
}

interface BulkItem {
  readonly status?: number;
  readonly error?: { readonly type?: string; readonly reason?: string };
}

/**
 * What became of the documents. Where one of them is to be sent again, all are: those that are there already are
 * refused by their ids.
 */
function outcomeOfBulk(body: Uint8Array): SendOutcome {
  const items = itemsOf(Buffer.from(body).toString());
  if (!items) return { kind: 'retry', reason: 'the answer is none of _bulk' };
  let rejected = 0;
  let reason: string | undefined;
  for (const { status = 0, error } of items) {
    if ((status >= 200 && status < 300) || status === CONFLICT) continue;
    const text = `HTTP ${status} ${error?.type ?? ''} ${error?.reason ?? ''}`.trim();
    if (BUSY.has(status) || status >= 500) return { kind: 'retry', reason: text };
    rejected++;
    reason ??= text;
  }
  return { kind: 'sent', rejected, ...(reason !== undefined && { reason }) };
}

function itemsOf(text: string): BulkItem[] | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    const { errors, items } = Object(answer) as { errors?: unknown; items?: unknown };
    if (errors === false) return [];
    if (!Array.isArray(items)) return undefined;
    return items.map((item: unknown) => Object(Object.values(Object(item))[0]) as BulkItem);
  } catch {
    return undefined;
  }
}
