import { explainFailure } from '../../access/explain-failure.ts';
import type { AccessResponse } from '../../access/access-response.ts';
import type { HttpAccess } from '../../access/http-access.ts';
import { discardBody, readBody } from '../../access/read-body.ts';

/** Largest list that is read, as sent and as decompressed. */
const MAX_LIST_BYTES = 8 * 1024 * 1024;
const JSON_TYPE = /^application\/json(?:\s*;\s*charset=(?:"utf-8"|utf-8))?$/i;

/** What a server of targets is asked with. */
export interface ListRequest {
  readonly url: string;
  readonly access: HttpAccess;
  readonly headers: Readonly<Record<string, string>>;
  /** How long the whole answer may take. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Asks a server for a list in JSON.
 *
 * @throws Error for people: nothing answered in time, another status than 200, another type, too much, no JSON.
 */
export async function fetchList({ url, access, headers, timeoutMs, signal }: ListRequest): Promise<unknown> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const either = AbortSignal.any([timeout, signal]);
  try {
    const response = await access.get({ url, headers, signal: either });
    const fault = faultOf(response);
    if (fault !== undefined) {
      await discardBody(response, either);
      throw new Error(fault);
    }
    return readJson(Buffer.from(await readBody(response, MAX_LIST_BYTES)).toString('utf8'));
  } catch (error) {
    if (timeout.aborted) throw new Error(`no complete answer within ${timeoutMs} ms`, { cause: error });
    throw new Error(explainFailure(error), { cause: error });
  }
}

/** Why the answer is no list, as far as its head tells. */
function faultOf({ statusCode, headers }: AccessResponse): string | undefined {
  if (statusCode !== 200) return `the server answered HTTP ${statusCode} instead of 200`;
  const type = String(headers['content-type'] ?? '').trim();
  if (JSON_TYPE.test(type)) return undefined;
  return `the answer is ${type === '' ? 'of no type' : `of the type ${type}`}, not application/json`;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`the answer is not JSON: ${reason}`, { cause });
  }
}
