import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { QueryAnswer } from '../query/query-answers.ts';

/** Sends an answer that is printed already, or is printed as fast as the client reads. */
export function sendBody(reply: FastifyReply, body: QueryAnswer['body']): FastifyReply {
  if (!(body instanceof Uint8Array)) return reply.send(Readable.from(body, { objectMode: false }));
  return reply.send(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
}
