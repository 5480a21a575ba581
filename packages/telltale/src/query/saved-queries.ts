import { askServer, isRecord } from '../server/ask-server.ts';

const TIMEOUT_MS = 10_000;
const NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** A query that a station knows by name. */
export interface SavedQuery {
  readonly name: string;
  readonly help: string;
  readonly unit: string;
  readonly query: string;
}

/** The query of that name, where the text is a name and the server a station that saves such a query. */
export async function findSavedQuery(server: string, text: string): Promise<SavedQuery | undefined> {
  if (!NAME.test(text)) return undefined;
  return (await savedQueries(server)).find(({ name }) => name === text);
}

/**
 * The queries that a station saves; none of another server.
 *
 * @throws TelltaleError TT_STATION_UNREACHABLE
 */
export async function savedQueries(server: string): Promise<readonly SavedQuery[]> {
  const { ok, json } = await askServer(server, '/api/telltale/queries', { timeoutMs: TIMEOUT_MS });
  if (!ok || !isRecord(json) || !Array.isArray(json['queries'])) return [];
  return json['queries'].filter(isSavedQuery);
}

function isSavedQuery(value: unknown): value is SavedQuery {
  if (typeof value !== 'object' || value === null) return false;
  const { name, help, unit, query }: Partial<Record<keyof SavedQuery, unknown>> = value;
  return [name, help, unit, query].every((part) => typeof part === 'string');
}
