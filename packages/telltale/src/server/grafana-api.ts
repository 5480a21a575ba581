import { setTimeout as delay } from 'node:timers/promises';
import { TelltaleError } from '@telltale/model';
import { askServer } from './ask-server.ts';
import type { ServerAnswer, ServerQuestion } from './ask-server.ts';
import { fieldsOf, textOf } from './json-fields.ts';
import type { GrafanaAccess } from './grafana-access.ts';

/** Asks a Grafana by its HTTP API; refusals and faults are thrown. */
export interface GrafanaApi {
  readonly address: string;
  /** An answer; `undefined` for 404. */
  read(path: string): Promise<unknown>;
  write(method: 'POST' | 'PUT', path: string, body: object): Promise<void>;
  /** Asks once, whatever the answer: for what must not be said twice, and for who judges answers by their status. */
  once(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<ServerAnswer>;
}

/** What a Grafana does not take, with the reason in its words. */
export class GrafanaRefusal extends Error {}

const TIMEOUT_MS = 30_000;
/** The first one included. */
const ATTEMPTS = 6;
const FIRST_WAIT_MS = 250;
const MOST_WAIT_MS = 10_000;
/** Keeps what is written changeable in Grafana's pages: else it counts as provisioned. */
const AS_USER = { 'x-disable-provenance': 'true' };

/**
 * A client that asks again, a little later each time, where Grafana is busy (429) or fails (5xx): everything that is
 * written says the whole of what it writes, so twice is as good as once.
 */
export function createGrafanaApi({ address, authorization }: GrafanaAccess): GrafanaApi {
  const headers = { ...AS_USER, ...(authorization !== undefined && { authorization }) };
  const ask = async (path: string, question: Pick<ServerQuestion, 'method' | 'body'>) => {
    for (let attempt = 1; ; attempt++) {
      const answer = await askServer(address, path, { ...question, headers, timeoutMs: TIMEOUT_MS });
      const isBusy = answer.status === 429 || answer.status >= 500;
      if (!isBusy || attempt === ATTEMPTS) return answer;
      await delay(waitOf(answer, attempt));
    }
  };
  return {
    address,
    read: async (path) => {
      const answer = await ask(path, {});
      if (answer.status === 404) return undefined;
      if (!answer.ok) throw faultOf(address, path, answer);
      return answer.json;
    },
    write: async (method, path, body) => {
      const answer = await ask(path, { method, body });
      if (answer.ok) return;
      if (answer.status < 500 && !isAccess(answer)) throw new GrafanaRefusal(messageOf(answer));
      throw faultOf(address, path, answer);
    },
    once: (method, path, body) => askServer(address, path, { method, body, headers, timeoutMs: TIMEOUT_MS }),
  };
}

function waitOf({ headers }: ServerAnswer, attempt: number): number {
  const told = Number(headers.get('retry-after') ?? Number.NaN) * 1000;
  return Math.min(MOST_WAIT_MS, Number.isFinite(told) ? told : FIRST_WAIT_MS * 2 ** (attempt - 1));
}

function isAccess({ status }: ServerAnswer): boolean {
  return status === 401 || status === 403;
}

function faultOf(address: string, path: string, answer: ServerAnswer): TelltaleError {
  const route = path.split('?', 1)[0];
  const message = `${address}${route}: ${messageOf(answer)}`;
  if (answer.status === 401) {
    return new TelltaleError('TT_STATION_UNREACHABLE', message, {
      fix: 'Give the token of a service account as TELLTALE_GRAFANA_TOKEN, or TELLTALE_GRAFANA_USER and _PASSWORD.',
    });
  }
  if (answer.status === 403) {
    return new TelltaleError('TT_STATION_UNREACHABLE', message, {
      fix: 'The account needs the role Admin to back up and to restore, and the role Editor to push dashboards.',
    });
  }
  return new TelltaleError('TT_STATION_UNREACHABLE', message, { fix: 'Look at the log of Grafana.' });
}

/** What an answer says of itself in words. */
export function messageOf({ status, json }: ServerAnswer): string {
  const message = textOf(fieldsOf(json).message);
  return message === '' ? `HTTP ${status}` : `HTTP ${status}: ${message}`;
}
