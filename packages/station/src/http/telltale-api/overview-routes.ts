import type { FastifyInstance } from 'fastify';
import type { AnnotationLog } from '../../annotations/annotation-log.ts';
import type { Annotations } from '../../annotations/annotations.ts';
import type { NewAnnotation } from '../../contract.ts';
import type { Overview } from '../../overview/overview.ts';
import { BadRequestError } from '../bad-request-error.ts';
import { checkedBody } from '../checked-body.ts';
import { registerRead } from '../read-route.ts';
import { rangeParameters } from './range-parameters.ts';
import { permit } from '../../sign-in/permit.ts';

const MAX_TITLE = 200;
const MAX_TEXT = 5000;
const MAX_LINK = 2000;
/** Clocks of the machines that tell are not all right; what is much later is a mistake. */
const MAX_AHEAD_MS = 86_400_000;

const annotationSchema = {
  type: 'object',
  required: ['kind', 'title'],
  additionalProperties: false,
  properties: {
    kind: { enum: ['deployment', 'incident'] },
    title: { type: 'string', minLength: 1, maxLength: MAX_TITLE },
    text: { type: 'string', maxLength: MAX_TEXT },
    subject: { type: 'string', maxLength: MAX_TITLE },
    atMs: { type: 'number', minimum: 0 },
    endMs: { type: 'number', minimum: 0 },
    link: { type: 'string', maxLength: MAX_LINK },
  },
};

/** What the routes of the overview need. */
export interface OverviewSources {
  readonly overview: Overview;
  readonly annotations: Annotations;
  readonly log: AnnotationLog;
  readonly now: () => number;
}

/** `GET /api/telltale/overview`, `GET` and `POST /api/telltale/annotations`. */
export function registerOverviewRoutes(server: FastifyInstance, sources: OverviewSources): void {
  const { overview, annotations, log, now } = sources;
  registerRead(server, '/api/telltale/overview', () => overview.read());
  registerRead(server, '/api/telltale/annotations', async ({ parameters }) =>
    annotations.within(rangeParameters(parameters, now())),
  );
  server.post<{ Body: NewAnnotation }>(
    '/api/telltale/annotations',
    { ...checkedBody(annotationSchema), ...permit('annotate') },
    async ({ body }, reply) => {
      checkTimes(body, now());
      checkLink(body.link);
      const kept = await log.add(body);
      overview.forget();
      return reply.code(201).header('cache-control', 'no-store').send(kept);
    },
  );
}

function checkTimes({ atMs, endMs }: NewAnnotation, nowMs: number): void {
  if (atMs !== undefined && atMs > nowMs + MAX_AHEAD_MS) {
    throw new BadRequestError('atMs is more than a day ahead: give milliseconds since 1970');
  }
  if (endMs !== undefined && endMs < (atMs ?? nowMs)) {
    throw new BadRequestError('endMs is before the beginning: give both in milliseconds since 1970');
  }
}

/** A link is shown to be clicked: nothing that a browser would run. */
function checkLink(link: string | undefined): void {
  if (link === undefined || /^\/(?![/\\])/.test(link)) return;
  const protocol = URL.canParse(link) ? new URL(link).protocol : '';
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new BadRequestError('link must be an http or https address, or a path that begins with /');
  }
}
