import { randomBytes } from 'node:crypto';
import type { LogRecord } from '@telltale/model';
import { DocumentReader } from '@telltale/model';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BodyBudget } from '../body/body-budget.ts';
import { readBody } from '../body/read-body.ts';
import { RETRY_AFTER_SECONDS, RefusedRequest, refusalOf } from '../body/refused-request.ts';
import type { RefusalReason } from '../intake-observer.ts';
import type { IntakeTargets } from '../intake.ts';
import { PRODUCT } from './product.ts';
import type { BulkItem, BulkProblem } from './read-bulk.ts';
import { readBulk } from './read-bulk.ts';

/** Without a name, and without an index that could stand for it. */
const UNKNOWN_SERVICE = 'unknown_service';
const SOURCE = 'elasticsearch';
const CREATED = 201;

const REFUSALS: Readonly<Record<RefusalReason, readonly [status: number, type: string]>> = {
  malformed: [400, 'parse_exception'],
  too_large: [413, 'content_too_long_exception'],
  unsupported: [415, 'media_type_header_exception'],
  overloaded: [503, 'es_rejected_execution_exception'],
  internal: [500, 'internal_error'],
};
const UNREAD: ReadonlySet<RefusalReason> = new Set(['too_large', 'unsupported', 'overloaded']);

/** What a request goes to. */
export interface BulkRoute {
  readonly targets: IntakeTargets;
  readonly budget: BodyBudget;
  readonly now: () => number;
}

/** Answers `_bulk`: takes documents as log records, each with its own result. */
export async function answerBulk(
  request: FastifyRequest<{ Params: { index?: string } }>,
  reply: FastifyReply,
  route: BulkRoute,
): Promise<FastifyReply> {
  const startMs = route.now();
  reply.headers(PRODUCT).type('application/json; charset=utf-8');
  try {
    const results = await take(request, route);
    const errors = results.some(({ problem }) => problem !== undefined);
    return reply.send({ took: route.now() - startMs, errors, items: results.map(resultJson) });
  } catch (error) {
    const refusal = refusalOf(error);
    route.targets.onRefused(SOURCE, refusal.reason);
    return sendRefusal(reply, refusal);
  }
}

async function take(
  request: FastifyRequest<{ Params: { index?: string } }>,
  { targets, budget, now }: BulkRoute,
): Promise<readonly BulkResult[]> {
  if (!request.headers['content-type']?.includes('json')) {
    throw new RefusedRequest('unsupported', 'content-type must be application/x-ndjson');
  }
  const body = await readBody(request.raw, budget);
  try {
    const items = [...readBulk(body.bytes.toString())];
    if (items.length === 0) throw new RefusedRequest('malformed', 'request body is required');
    return await keep(items, request.params.index, now(), targets);
  } finally {
    body.release();
  }
}

/** What becomes of an item. */
interface BulkResult {
  readonly action: string;
  readonly index: string;
  readonly id: string;
  readonly problem?: BulkProblem;
}

/** Where there is no room, each document is refused for itself: clients send those again, and only those. */
async function keep(
  items: readonly BulkItem[],
  index = '',
  nowMs: number,
  targets: IntakeTargets,
): Promise<readonly BulkResult[]> {
  const observer = targets.observe('logs');
  const reader = new DocumentReader((problem) => observer.onProblem(problem, 1));
  const records: LogRecord[] = [];
  let rejected = 0;
  for (const item of items) {
    if (item.problem) rejected++;
    else records.push(reader.read(item.document, { timeMs: nowMs, service: nameOf(item, index) }));
  }
  const problem = await appendProblem(records, targets);
  if (rejected > 0) {
    observer.onRejected(SOURCE, rejected);
    observer.onProblem('malformed', rejected);
  }
  const prefix = randomBytes(9).toString('base64url');
  return items.map((item, place) => ({
    action: item.action,
    index: item.index ?? index,
    id: item.id ?? `${prefix}${place.toString(36)}`,
    problem: item.problem ?? problem,
  }));
}

async function appendProblem(
  records: readonly LogRecord[],
  { logIntake, onRefused }: IntakeTargets,
): Promise<BulkProblem | undefined> {
  try {
    await logIntake.append(records, SOURCE);
    return undefined;
  } catch (error) {
    const { reason, message } = refusalOf(error);
    if (reason !== 'overloaded') throw error;
    onRefused(SOURCE, reason);
    return { status: 429, type: 'es_rejected_execution_exception', reason: message };
  }
}

/** A program that does not say its name is known by the index that its logs are for. */
function nameOf(item: BulkItem, index: string): string {
  return item.index || index || UNKNOWN_SERVICE;
}

function resultJson({ action, index, id, problem }: BulkResult): object {
  if (problem) {
    const { status, type, reason } = problem;
    return { [action]: { _index: index, _id: id, status, error: { type, reason } } };
  }
  const shards = { total: 1, successful: 1, failed: 0 };
  return {
    [action]: { _index: index, _id: id, _version: 1, result: 'created', _shards: shards, status: CREATED },
  };
}

function sendRefusal(reply: FastifyReply, { reason, message }: RefusedRequest): FastifyReply {
  const [status, type] = REFUSALS[reason];
  if (reason === 'overloaded') reply.header('retry-after', RETRY_AFTER_SECONDS);
  if (UNREAD.has(reason)) reply.header('connection', 'close');
  const error = { type, reason: message };
  return reply.code(status).send({ error: { root_cause: [error], ...error }, status });
}
