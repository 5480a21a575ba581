import type { ResolvedScrapeTls } from '@telltale/definition';
import { TelltaleError } from '@telltale/model';
import type { Dispatcher, RequestInfo, RequestInit } from 'undici';
import { fetch } from 'undici';
import { HttpConnections } from './http-connections.ts';

/**
 * `fetch` by certificates of files, which are read anew when they have changed.
 *
 * @returns A function that rejects with a TelltaleError `TT_FILE_READ` where one of the files cannot be used.
 */
export function createTlsFetch(tls: ResolvedScrapeTls): typeof globalThis.fetch {
  const connections = new HttpConnections();
  const ask = async (input: RequestInfo, init?: RequestInit) =>
    fetch(input, { ...init, dispatcher: await dispatcherFor(tls, connections) });
  // The runtime's own is the same, of another copy of the same package.
  return ask as unknown as typeof globalThis.fetch;
}

async function dispatcherFor(tls: ResolvedScrapeTls, connections: HttpConnections): Promise<Dispatcher> {
  try {
    return await connections.dispatcherFor({ tls });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TelltaleError('TT_FILE_READ', reason, { cause });
  }
}
