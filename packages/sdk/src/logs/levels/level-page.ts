import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseDuration } from '@telltale/model';
import type { OwnPage } from '../../http/own-pages.ts';
import { isLocalRequest } from '../../platform/loopback.ts';
import { readText } from '../../platform/read-text.ts';
import { isSameText } from '../../platform/same-text.ts';
import { levelsOf } from './levels-of.ts';
import type { Logger } from '../logger.ts';
import { levelNumber } from './level-of.ts';

/** Who may see and set log levels. */
export interface LogLevelOptions {
  /** Where; `/-/log-level` by default. */
  readonly path?: string;
  /** Token that must be sent as `Authorization: Bearer`; without it only this machine may. */
  readonly token?: string;
}

/** What of a request decides. */
interface Caller {
  readonly method: string;
  readonly isLocal: boolean;
  readonly authorization: string | null | undefined;
  readonly contentType: string | null | undefined;
  readonly origin: string | null | undefined;
}

interface Reply {
  readonly status: number;
  readonly body: string;
}

interface LevelOrder {
  readonly level: string;
  readonly logger?: string;
  readonly sink?: string;
  readonly revertAfter?: string;
}

const PATH = '/-/log-level';
const MAX_BODY_BYTES = 4096;
const EXAMPLE = `{"level":"debug","logger":"orders","revertAfter":"10m"}`;

/**
 * The page of log levels: GET shows them, PUT (or POST) with `{"level":"debug"}` sets them, for all, a `logger` or a
 * `sink`, with `revertAfter` for a while.
 */
export function logLevelPage(log: () => Logger, options: LogLevelOptions = {}): OwnPage {
  const { path = PATH, token } = options;
  return {
    paths: [path],
    has: (target) => target === path || target.startsWith(`${path}?`),
    answer: (request, response) => void answer(log, token, request, response),
    respond: async (request) => {
      const { method, headers } = request;
      const caller: Caller = {
        method,
        // A request of `fetch` does not say where it comes from.
        isLocal: false,
        authorization: headers.get('authorization'),
        contentType: headers.get('content-type'),
        origin: headers.get('origin'),
      };
      const { status, body } =
        refusalOf(token, caller) ?? reply(log(), method, await readText(request.body ?? [], MAX_BODY_BYTES));
      return new Response(body, { status, headers: { 'content-type': typeOf(status) } });
    },
  };
}

/**
 * Makes a handler for `node:http` and all that takes its requests, such as Express, that shows and sets the levels
 * of a logger: `app.all('/-/log-level', createLogLevelEndpoint(t.log))`. Only this machine may, or whoever sends the
 * token.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { createLogger, createLogLevelEndpoint } from '@telltale/sdk';
 *
 * const log = createLogger({ service: 'shop' });
 * const server = createServer(createLogLevelEndpoint(log)).listen(0, '127.0.0.1', async () => {
 *   const address = server.address();
 *   const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/-/log-level`;
 *   const body = JSON.stringify({ level: 'debug', revertAfter: '10m' });
 *   await fetch(url, { method: 'PUT', headers: { 'content-type': 'application/json' }, body });
 *   console.log(log.level); // debug
 *   server.close();
 * });
 * ```
 */
export function createLogLevelEndpoint(
  log: Logger,
  options: Omit<LogLevelOptions, 'path'> = {},
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => void answer(() => log, options.token, request, response);
}

async function answer(
  log: () => Logger,
  token: string | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', headers } = request;
  const caller: Caller = {
    method,
    isLocal: isLocalRequest(request),
    authorization: headers.authorization,
    contentType: headers['content-type'],
    origin: headers.origin,
  };
  const { status, body } =
    refusalOf(token, caller) ?? reply(log(), method, await readText(request, MAX_BODY_BYTES));
  response.writeHead(status, { 'content-type': typeOf(status), 'cache-control': 'no-store' }).end(body);
}

function typeOf(status: number): string {
  return status === 200 ? 'application/json' : 'text/plain';
}

function refusalOf(token: string | undefined, caller: Caller): Reply | undefined {
  const isReading = caller.method === 'GET' || caller.method === 'HEAD';
  if (!isReading && caller.method !== 'PUT' && caller.method !== 'POST')
    return { status: 405, body: 'GET shows the levels, PUT sets them.\n' };
  if (token !== undefined) {
    const isRight = isSameText(caller.authorization ?? '', `Bearer ${token}`);
    if (!isRight) return { status: 401, body: 'Log levels ask for their token.\n' };
  } else if (!caller.isLocal) {
    return { status: 403, body: 'Log levels are for this machine, or for who has a token.\n' };
  }
  // A page in somebody's browser can send text to this machine, but not JSON without being asked for leave.
  const isByPage = caller.origin !== undefined && caller.origin !== null;
  if (!isReading && (isByPage || !caller.contentType?.startsWith('application/json')))
    return { status: 415, body: 'Levels are set with application/json, and not by a page.\n' };
  return undefined;
}

function reply(log: Logger, method: string, text: string | undefined): Reply {
  if (method !== 'GET' && method !== 'HEAD') {
    if (text === undefined) return { status: 413, body: `At most ${MAX_BODY_BYTES} bytes are read.\n` };
    const order = readOrder(text);
    if (typeof order === 'string') return { status: 400, body: `${order}\n` };
    const { level, ...rest } = order;
    // What is no duration has been refused.
    const isSet = log.setLevel(level as 'debug', rest as { revertAfter?: '10m' });
    if (!isSet) return { status: 404, body: `There is no sink '${String(order.sink)}'.\n` };
  }
  return { status: 200, body: `${JSON.stringify(levelsOf(log))}\n` };
}

/** What is wrong with an order, or the order. */
function readOrder(text: string): string | LevelOrder {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return `Write JSON: ${EXAMPLE}`;
  }
  const { level, logger, sink, revertAfter } = Object(given) as Record<string, unknown>;
  if (typeof level !== 'string' || levelNumber(level) === undefined)
    return `Write a level, one of trace, debug, info, warn, error, fatal, silent: ${EXAMPLE}`;
  if (!isTextOrAbsent(logger) || !isTextOrAbsent(sink)) return `Write names as texts: ${EXAMPLE}`;
  if (!isTextOrAbsent(revertAfter) || (revertAfter !== undefined && !parseDuration(revertAfter)))
    return `Write a duration such as 10m: ${EXAMPLE}`;
  return {
    level,
    ...(logger !== undefined && { logger }),
    ...(sink !== undefined && { sink }),
    ...(revertAfter !== undefined && { revertAfter }),
  };
}

function isTextOrAbsent(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}
