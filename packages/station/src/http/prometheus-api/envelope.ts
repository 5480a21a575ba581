import type { FastifyReply } from 'fastify';
import { TelltaleError } from '@telltale/model';
import { BadRequestError } from '../bad-request-error.ts';

type ErrorType = 'bad_data' | 'execution' | 'timeout' | 'canceled' | 'internal';

/** A successful answer in Prometheus' envelope, from data that is already JSON text. */
export function successText(data: string, remarks: Remarks = {}): string {
  const warnings = remarks.warnings?.length ? `,"warnings":${JSON.stringify(remarks.warnings)}` : '';
  const infos = remarks.infos?.length ? `,"infos":${JSON.stringify(remarks.infos)}` : '';
  return `{"status":"success","data":${data}${warnings}${infos}}`;
}

export interface Remarks {
  readonly warnings?: readonly string[];
  readonly infos?: readonly string[];
}

export function sendSuccess(reply: FastifyReply, data: unknown): FastifyReply {
  return reply.type('application/json').send(successText(JSON.stringify(data)));
}

/** Answers an error as Prometheus does: status code, error type and message. */
export function sendError(reply: FastifyReply, error: unknown): FastifyReply {
  const { status, errorType } = classify(error);
  const message = error instanceof Error ? error.message : String(error);
  return reply.code(status).type('application/json').send({ status: 'error', errorType, error: message });
}

function classify(error: unknown): { status: number; errorType: ErrorType } {
  if (error instanceof BadRequestError) return { status: 400, errorType: 'bad_data' };
  if (error instanceof TelltaleError) {
    if (error.code === 'TT_QUERY_TIMEOUT') return { status: 503, errorType: 'timeout' };
    const isExecution = error.code === 'TT_QUERY_EXECUTION' || error.code === 'TT_QUERY_LIMIT';
    if (isExecution) return { status: 422, errorType: 'execution' };
    if (error.code.startsWith('TT_QUERY_')) return { status: 400, errorType: 'bad_data' };
  }
  if (error instanceof Error && error.name === 'AbortError') return { status: 503, errorType: 'canceled' };
  return { status: 500, errorType: 'internal' };
}
