import { once } from 'node:events';
import { request as requestPlain } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as requestEncrypted } from 'node:https';
import { text } from 'node:stream/consumers';
import { TelltaleError } from '@telltale/model';
import type { BackupSource } from '../write-backup.ts';
import { fieldsOf, textOf } from '../../server/json-fields.ts';

/** A running station and what it is asked with. */
export interface StationAddress {
  readonly address: string;
  /** Of a station that is reached from other machines. */
  readonly token: string | undefined;
}

/**
 * Has a running station make its backup; resolves when it begins to come. However long that takes: the station copies
 * and reads all that it has before its first byte, for which `fetch` would not wait.
 *
 * @throws TelltaleError TT_STATION_UNREACHABLE, TT_DATA_FOLDER where the station has no room for it.
 */
export async function stationArchive(station: StationAddress, signal: AbortSignal): Promise<BackupSource> {
  const response = await ask(station, signal);
  if (response.statusCode === 200 && response.headers['content-type'] === 'application/gzip') {
    return { stream: response, end: async () => {} };
  }
  throw refusalOf(station, response.statusCode ?? 0, await text(response));
}

async function ask({ address, token }: StationAddress, signal: AbortSignal): Promise<IncomingMessage> {
  const url = new URL(`${address}/api/telltale/backup`);
  const request = url.protocol === 'https:' ? requestEncrypted : requestPlain;
  const asked = request(url, {
    method: 'POST',
    signal,
    headers: { 'content-length': 0, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
  });
  try {
    asked.end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    return response;
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    throw new TelltaleError('TT_STATION_UNREACHABLE', `no server answers at ${address}`, {
      fix: 'Start it, name its address with --url, or back up the folder of one that does not run with --data.',
      cause,
    });
  }
}

function refusalOf({ address }: StationAddress, status: number, body: string): TelltaleError {
  const told = toldBy(body);
  if (status === 401 || status === 403) {
    return new TelltaleError('TT_STATION_UNREACHABLE', `${address}: ${told ?? `HTTP ${status}`}`, {
      fix: 'Give its token as TELLTALE_TOKEN.',
    });
  }
  if (status === 500 && told !== undefined) return new TelltaleError('TT_DATA_FOLDER', `${address}: ${told}`);
  const reason = told ?? `HTTP ${status}, which is no answer of a station`;
  const fix = status === 409 ? { fix: 'Wait until it is done.' } : {};
  return new TelltaleError('TT_STATION_UNREACHABLE', `${address}: ${reason}`, fix);
}

function toldBy(body: string): string | undefined {
  try {
    return textOf(fieldsOf(JSON.parse(body)).error) || undefined;
  } catch {
    return undefined;
  }
}
