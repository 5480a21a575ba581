import { TelltaleError } from '@telltale/model';
import { askServer, isRecord } from './ask-server.ts';

/** As long as a station lets a search run. */
const TIMEOUT_MS = 130_000;

/** What {@link askStation} asks for. */
export interface StationQuestion {
  /** Behind `/api/telltale/`. */
  readonly path: string;
  /** Those that are `undefined` are left out. */
  readonly parameters?: Readonly<Record<string, string | number | undefined>>;
}

/**
 * Asks a station for what is at `/api/telltale/`.
 *
 * @param key A name that every such answer has: other servers answer other things.
 * @returns Nothing where the station says that there is no such thing.
 * @throws TelltaleError TT_STATION_UNREACHABLE, or TT_USAGE for what the station refuses.
 */
export async function askStation<Answer extends object>(
  address: string,
  { path, parameters = {} }: StationQuestion,
  key: keyof Answer & string,
): Promise<Answer | undefined> {
  const given = Object.entries(parameters).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  const query = new URLSearchParams(given).toString();
  const url = `/api/telltale/${path}${query === '' ? '' : `?${query}`}`;
  const { status, ok, json } = await askServer(address, url, { timeoutMs: TIMEOUT_MS });
  // The station's contract says what the answer is of.
  if (ok && isRecord(json) && key in json) return json as unknown as Answer;
  const told = isRecord(json) && typeof json['error'] === 'string' ? json['error'] : undefined;
  if (status === 404 && told !== undefined && !told.endsWith('is not served here')) return undefined;
  if (status === 400 && told !== undefined) throw new TelltaleError('TT_USAGE', told);
  const reason = told ?? `HTTP ${status}, which is no answer of a station`;
  throw new TelltaleError('TT_STATION_UNREACHABLE', `${address}: ${reason}`);
}
