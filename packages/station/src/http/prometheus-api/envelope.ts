import type { FastifyReply } from 'fastify';
import { TelltaleError } from '@telltale/model';
import { BadRequestError } from '../bad-request-error.ts';
import { UnavailableError } from '../unavailable-error.ts';

type ErrorType = 'bad_data' | 'execution' | 'timeout' | 'canceled' | 'unavailable' | 'not_found' | 'internal';

/** A station that is short of memory is so for a while. */
const RETRY_AFTER_SECONDS = 10;

/** A successful answer in Prometheus' envelope, from data that is already JSON text. */
function successText(data: string, remarks: Remarks = {}): string {
  const warnings = remarks.warnings?.length ? `,"warnings":${JSON.stringify(remarks.warnings)}` : '';
  const infos = remarks.infos?.length ? `,"infos":${JSON.stringify(remarks.infos)}` : '';
  return `{"status":"success","data":${data}${warnings}${infos}}`;
}

export interface Remarks {
  readonly warnings?: readonly string[];
  readonly infos?: readonly string[];
}

export function sendSuccess(reply: FastifyReply, data: unknown, remarks?: Remarks): FastifyReply {
  return reply.type('application/json').send(successText(JSON.stringify(data), remarks));
}

/** Answers an error as Prometheus does: status code, error type and message. */
export function sendError(reply: FastifyReply, error: unknown): FastifyReply {
  const { status, errorType } = classify(error);
  if (errorType === 'unavailable' && status === 503) reply.header('retry-after', RETRY_AFTER_SECONDS);
  return reply
    .code(status)
    .type('application/json')
    .send({ status: 'error', errorType, error: messageOf(error) });
}

/** Faults of the text of a query: found before anything is evaluated. */
const FAULTS_OF_TEXT: ReadonlySet<string> = new Set([
  'TT_QUERY_SYNTAX',
  'TT_QUERY_TYPE',
  'TT_QUERY_UNSUPPORTED',
]);

function classify(error: unknown): { status: number; errorType: ErrorType } {
  if (error instanceof BadRequestError) return { status: 400, errorType: 'bad_data' };
  // Not 503, which clients take for a station that is busy: so does Prometheus.
  if (error instanceof UnavailableError) return { status: 500, errorType: 'unavailable' };
  if (error instanceof TelltaleError) {
    if (FAULTS_OF_TEXT.has(error.code)) return { status: 400, errorType: 'bad_data' };
    if (error.code === 'TT_QUERY_RANGE') return { status: 400, errorType: 'bad_data' };
    if (error.code === 'TT_REMOTE_REFUSED') return { status: 400, errorType: 'bad_data' };
    if (error.code === 'TT_REMOTE_MISSING') return { status: 404, errorType: 'not_found' };
    if (error.code === 'TT_REMOTE_UNAVAILABLE') return { status: 500, errorType: 'unavailable' };
    if (error.code === 'TT_QUERY_MEMORY') return { status: 503, errorType: 'unavailable' };
    if (error.code === 'TT_QUERY_TIMEOUT') return { status: 503, errorType: 'timeout' };
    if (error.code.startsWith('TT_QUERY_')) return { status: 422, errorType: 'execution' };
  }
  if (error instanceof Error && error.name === 'AbortError') return { status: 503, errorType: 'canceled' };
  return { status: 500, errorType: 'internal' };
}

/** The text of a query is always the parameter `query`; other texts are wrapped where they are read. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isOfQuery = error instanceof TelltaleError && FAULTS_OF_TEXT.has(error.code);
  return isOfQuery ? `invalid parameter "query": ${error.message}` : error.message;
}
