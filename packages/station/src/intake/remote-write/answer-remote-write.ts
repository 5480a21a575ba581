import { describeRemoteWriteFaults } from './describe-faults.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BodyBudget } from '../body/body-budget.ts';
import { RETRY_AFTER_SECONDS, RefusedRequest, refusalOf } from '../body/refused-request.ts';
import type { IntakeTargets } from '../intake.ts';
import type { RefusalReason } from '../intake-observer.ts';
import type { RemoteWritten } from '../metric-intake.ts';
import { readRemoteWriteBody } from './remote-write-body.ts';

/** Senders never send again what is answered with 4xx, and again and again what is answered with 5xx. */
const STATUS: Readonly<Record<RefusalReason, number>> = {
  malformed: 400,
  too_large: 400,
  unsupported: 415,
  overloaded: 503,
  internal: 500,
};
const MEDIA_TYPE = 'application/x-protobuf';
/** The message of 1.0; where a sender names none, it is meant. */
const MESSAGE = 'prometheus.WriteRequest';
const UNSUPPORTED = `remote write 1.0 is taken here: content-type ${MEDIA_TYPE}, or ${MEDIA_TYPE};proto=${MESSAGE}`;
const WRITTEN = 'x-prometheus-remote-write';

/** Answers a request of remote write 1.0. */
export async function answerRemoteWrite(
  request: FastifyRequest,
  reply: FastifyReply,
  targets: IntakeTargets,
  budget: BodyBudget,
): Promise<FastifyReply> {
  try {
    checkMessage(request.headers['content-type']);
    const body = await readRemoteWriteBody(request.raw, budget);
    try {
      return sendWritten(reply, await targets.metricIntake.takeRemoteWrite(body.bytes));
    } finally {
      body.release();
    }
  } catch (error) {
    const refusal = refusalOf(error);
    targets.onRefused('remote_write', refusal.reason);
    if (refusal.reason === 'overloaded') reply.header('retry-after', RETRY_AFTER_SECONDS);
    // What is left of a body that was not read is not waited for.
    reply.header('connection', 'close');
    return sendText(reply, STATUS[refusal.reason], refusal.message);
  }
}

function checkMessage(contentType = MEDIA_TYPE): void {
  const [mediaType, ...parameters] = contentType.split(';').map((part) => part.trim());
  const named = parameters.find((parameter) => parameter.toLowerCase().startsWith('proto='));
  const message = named?.slice('proto='.length).replaceAll('"', '');
  if (mediaType.toLowerCase() !== MEDIA_TYPE || (message !== undefined && message !== MESSAGE)) {
    throw new RefusedRequest('unsupported', UNSUPPORTED);
  }
}

/** What could be taken was; what could not would be refused again, so the sender must not send it again. */
function sendWritten(reply: FastifyReply, written: RemoteWritten): FastifyReply {
  const { samples, histograms, exemplars, refused } = written;
  reply.header(`${WRITTEN}-samples-written`, Math.max(0, samples - histograms - refused));
  reply.header(`${WRITTEN}-histograms-written`, histograms);
  reply.header(`${WRITTEN}-exemplars-written`, exemplars);
  const faults = describeRemoteWriteFaults(written);
  return faults === '' ? reply.code(204).send() : sendText(reply, 400, faults);
}

function sendText(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).type('text/plain; charset=utf-8').send(`${text}\n`);
}
