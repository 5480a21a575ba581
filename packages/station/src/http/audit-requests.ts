import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AuditRecord } from '@telltale/storage';
import { auditedAction, pathOf } from '../audit/audited-action.ts';
import type { AuditedAction } from '../audit/audited-action.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';

/** Tells a client that what it did was done, but could not be written down. */
const AUDIT_HEADER = 'telltale-audit';
/** More is no answer to a change. */
const MAX_ANSWER_LENGTH = 1024 * 1024;

const UNAUTHENTICATED = 401;
const FORBIDDEN = 403;
const TOO_MANY = 429;

/**
 * Writes down what is done over HTTP before it is answered: sign-ins, changes and administration, and what was refused
 * to somebody. Routes need not do anything for it.
 */
export function auditRequests(server: FastifyInstance, trail: AuditTrail): void {
  server.addHook('onSend', async (request, reply, payload: unknown) => {
    const done = whatWasDone(request, reply, payload);
    if (!done) return payload;
    const { name: who = 'unknown', role } = request.principal ?? {};
    const from = request.socket.remoteAddress?.replace(/^::ffff:/, '');
    const isWritten = await trail.record({
      who,
      ...(role !== undefined && { role }),
      ...(from !== undefined && { from }),
      ...done,
      outcome: outcomeOf(reply.statusCode),
      status: reply.statusCode,
    });
    if (!isWritten) reply.header(AUDIT_HEADER, 'not written');
    return payload;
  });
}

function whatWasDone(
  request: FastifyRequest,
  { statusCode }: FastifyReply,
  payload: unknown,
): AuditedAction | undefined {
  // Nothing was tried: whoever asks too often must not fill the log as well.
  if (statusCode === TOO_MANY) return undefined;
  const action = auditedAction(request, () => jsonOf(payload));
  if (statusCode === UNAUTHENTICATED && action?.action !== 'sign-in') {
    // Who shows nothing has tried nothing: browsers come so before they sign in.
    return request.headers.authorization === undefined
      ? undefined
      : { action: 'sign-in', object: pathOf(request) };
  }
  if (statusCode === FORBIDDEN && request.principal) {
    return action ?? { action: `${request.method} ${request.routeOptions.url ?? pathOf(request)}` };
  }
  return action;
}

function outcomeOf(status: number): AuditRecord['outcome'] {
  if (status < 400) return 'done';
  return status === UNAUTHENTICATED || status === FORBIDDEN ? 'refused' : 'failed';
}

function jsonOf(payload: unknown): unknown {
  if (typeof payload !== 'string' || payload.length > MAX_ANSWER_LENGTH) return undefined;
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}
