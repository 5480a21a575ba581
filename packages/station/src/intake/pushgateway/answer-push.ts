import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BodyBudget } from '../body/body-budget.ts';
import { readBody } from '../body/read-body.ts';
import { RETRY_AFTER_SECONDS, refusalOf } from '../body/refused-request.ts';
import type { IntakeObserver } from '../intake.ts';
import type { RefusalReason } from '../intake-observer.ts';
import type { GroupingLabels } from './grouping-key.ts';
import { parseGroupingKey } from './grouping-key.ts';
import type { PushGroups } from './push-groups.ts';
import { readPush } from './read-push.ts';

const STATUS: Readonly<Record<RefusalReason, number>> = {
  malformed: 400,
  too_large: 413,
  unsupported: 415,
  overloaded: 503,
  internal: 500,
};
const ACCEPTED = 202;

/** What a push goes to. */
export interface PushRoute {
  readonly groups: PushGroups;
  readonly budget: BodyBudget;
  readonly observer: IntakeObserver;
  readonly nowMs: () => number;
}

/** Answers a request to a group: PUT replaces all of it, POST metrics of the same names, DELETE deletes it. */
export async function answerPush(
  request: FastifyRequest,
  reply: FastifyReply,
  route: PushRoute,
): Promise<FastifyReply> {
  try {
    const labels = parseGroupingKey(request.url.split('?', 1)[0]);
    if (request.method === 'DELETE') {
      await route.groups.remove(labels);
      return reply.code(ACCEPTED).send();
    }
    await push(request, labels, route);
    return reply.code(200).send();
  } catch (error) {
    const { reason, message } = refusalOf(error);
    route.observer.onRefused('pushgateway', reason);
    if (reason === 'overloaded') reply.header('retry-after', RETRY_AFTER_SECONDS);
    // What is left of a body that was not read is not waited for.
    reply.header('connection', 'close');
    return reply.code(STATUS[reason]).type('text/plain; charset=utf-8').send(`${message}\n`);
  }
}

async function push(
  { raw, method, headers }: FastifyRequest,
  labels: GroupingLabels,
  { groups, budget, nowMs }: PushRoute,
): Promise<void> {
  const body = await readBody(raw, budget);
  try {
    const page = readPush(body.bytes, headers['content-type'] ?? '', labels, nowMs());
    await groups.push(labels, page, method === 'PUT' ? 'replace-all' : 'replace-same-names');
  } finally {
    body.release();
  }
}
