import type { IncomingMessage, ServerResponse } from 'node:http';
import { readDrillOrder } from '@telltale/model';
import { readText } from '../platform/read-text.ts';
import type { DrillOptions } from './drill-access.ts';
import { refusalOf } from './drill-access.ts';
import type { DrillPlayer } from './drill-player.ts';

/** Takes orders for drills that are posted to the metrics page. */
export interface DrillEndpoint {
  readonly answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly respond: (request: Request) => Promise<Response>;
}

const MAX_BODY_BYTES = 64 * 1024;

interface Reply {
  readonly status: number;
  readonly body: string;
}

/** Orders are taken from who may give them, and said back. */
export function createDrillEndpoint(player: DrillPlayer, options: DrillOptions): DrillEndpoint {
  return {
    answer: async (request, response) => {
      const { headers, socket } = request;
      const refusal = refusalOf(options, {
        remoteAddress: socket.remoteAddress,
        authorization: headers.authorization,
        contentType: headers['content-type'],
        origin: headers.origin,
      });
      const reply = refusal
        ? { status: refusal.status, body: refusal.message }
        : take(player, await readText(request, MAX_BODY_BYTES));
      const type = reply.status === 200 ? 'application/json' : 'text/plain';
      response.writeHead(reply.status, { 'content-type': type }).end(reply.body);
    },
    respond: async (request) => {
      const refusal = refusalOf(options, {
        // A request of `fetch` does not say where it comes from.
        remoteAddress: undefined,
        authorization: request.headers.get('authorization') ?? undefined,
        contentType: request.headers.get('content-type') ?? undefined,
        origin: request.headers.get('origin') ?? undefined,
      });
      if (refusal) return new Response(refusal.message, { status: refusal.status });
      const text = request.body === null ? '' : await readText(request.body, MAX_BODY_BYTES);
      const { status, body } = take(player, text);
      return new Response(body, { status });
    },
  };
}

/** `text` is `undefined` where the body was too long or broke off. */
function take(player: DrillPlayer, text: string | undefined): Reply {
  if (text === undefined) return { status: 413, body: `An order has at most ${MAX_BODY_BYTES} bytes.\n` };
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return { status: 400, body: 'The order is not JSON.\n' };
  }
  const order = readDrillOrder(given);
  if (typeof order === 'string') return { status: 400, body: `${order}\n` };
  return { status: 200, body: `${JSON.stringify(player.play(order))}\n` };
}
