import { describeFaults, writeExportAnswer, writeRpcStatus } from '@telltale/model/wire';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BodyBudget } from '../body/body-budget.ts';
import { readBody } from '../body/read-body.ts';
import { RETRY_AFTER_SECONDS, RefusedRequest, refusalOf } from '../body/refused-request.ts';
import type { RefusalReason, Signal } from '../intake-observer.ts';
import type { IntakeTargets } from '../intake.ts';
import type { OtlpRequest, OtlpTaken } from './otlp-intake.ts';
import { takeOtlp } from './otlp-intake.ts';
import { rpcCodeOf } from './rpc-codes.ts';

const STATUS: Readonly<Record<RefusalReason, number>> = {
  malformed: 400,
  too_large: 413,
  unsupported: 415,
  overloaded: 503,
  internal: 500,
};
/** Refused before the body was read: what is left of it is not waited for. */
const UNREAD: ReadonlySet<RefusalReason> = new Set(['too_large', 'unsupported', 'overloaded']);

const FORMS: ReadonlyMap<string, OtlpRequest['form']> = new Map([
  ['application/x-protobuf', 'protobuf'],
  ['application/protobuf', 'protobuf'],
  ['application/json', 'json'],
]);

/** What a request goes to. */
export interface OtlpRoute {
  readonly signal: Signal;
  readonly targets: IntakeTargets;
  readonly budget: BodyBudget;
}

const WRONG_TYPE = 'content-type must be application/x-protobuf or application/json';

/** Names of the fields that tell in JSON how many were not taken. */
const REJECTED: Readonly<Record<Signal, string>> = {
  logs: 'rejectedLogRecords',
  traces: 'rejectedSpans',
  metrics: 'rejectedDataPoints',
};

/** Answers a request of OTLP over HTTP, in protobuf or JSON, in the same form. */
export async function answerOtlp(
  request: FastifyRequest,
  reply: FastifyReply,
  { signal, targets, budget }: OtlpRoute,
): Promise<FastifyReply> {
  const form = formOf(request.headers['content-type']);
  try {
    const taken = await take(request, form, { signal, targets, budget });
    return sendTaken(reply, form ?? 'json', signal, taken);
  } catch (error) {
    const refusal = refusalOf(error);
    targets.onRefused('otlp_http', refusal.reason);
    return sendRefusal(reply, form ?? 'json', refusal);
  }
}

async function take(
  request: FastifyRequest,
  form: OtlpRequest['form'] | undefined,
  { signal, targets, budget }: OtlpRoute,
): Promise<OtlpTaken> {
  if (!form) throw new RefusedRequest('unsupported', WRONG_TYPE);
  const body = await readBody(request.raw, budget);
  try {
    return await takeOtlp({ signal, form, bytes: body.bytes, source: 'otlp_http' }, targets);
  } finally {
    body.release();
  }
}

function formOf(contentType: string | undefined): OtlpRequest['form'] | undefined {
  return FORMS.get((contentType ?? '').split(';', 1)[0].trim().toLowerCase());
}

function sendTaken(
  reply: FastifyReply,
  form: OtlpRequest['form'],
  signal: Signal,
  { rejected, faults }: OtlpTaken,
): FastifyReply {
  const errorMessage = describeFaults(faults);
  if (form === 'protobuf') return sendBytes(reply, writeExportAnswer(rejected, errorMessage));
  if (errorMessage === '') return reply.send({});
  return reply.send({ partialSuccess: { [REJECTED[signal]]: String(rejected), errorMessage } });
}

function sendRefusal(
  reply: FastifyReply,
  form: OtlpRequest['form'],
  { reason, message }: RefusedRequest,
): FastifyReply {
  reply.code(STATUS[reason]);
  if (reason === 'overloaded') reply.header('retry-after', RETRY_AFTER_SECONDS);
  if (UNREAD.has(reason)) reply.header('connection', 'close');
  const code = rpcCodeOf(reason);
  return form === 'protobuf'
    ? sendBytes(reply, writeRpcStatus({ code, message }))
    : reply.send({ code, message });
}

function sendBytes(reply: FastifyReply, bytes: Uint8Array): FastifyReply {
  return reply.type('application/x-protobuf').send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
}
