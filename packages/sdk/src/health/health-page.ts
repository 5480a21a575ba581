import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ResolvedHealth } from '@telltale/definition';
import type { OwnPage } from '../http/own-pages.ts';
import { isLocalRequest } from '../platform/loopback.ts';
import { CHECK_HEADER } from './health-check.ts';
import { healthBody } from './health-body.ts';
import type { HealthQuestion, HealthState } from './health-state.ts';

/** What of a request decides about its answer. */
interface Asked {
  readonly method: string | undefined;
  readonly target: string;
  /** Whether another service's check asks. */
  readonly isForCheck: boolean;
  /** Whether it comes from this machine, and nobody has passed it on. */
  readonly isLocal: boolean;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const ALLOWED = 'GET, HEAD';
const NO_STORE = { 'cache-control': 'no-store' };

/** The probes at their paths. */
export interface HealthPage extends OwnPage {
  /** Whether the target of a request is one of the paths, whether or not it is answered there. */
  isAt(target: string): boolean;
}

/**
 * The probes: 200 or 503 with a JSON body, never from a cache. Answered only where the definition has a section
 * `health` or the program has added a check, so that nobody's own `/health` is taken away.
 */
export function healthPage(state: HealthState, plan: ResolvedHealth, isDeclared: boolean): HealthPage {
  // Where paths are the same the one that tells more is answered.
  const questions = new Map<string, HealthQuestion>([
    [plan.paths.live, 'live'],
    [plan.paths.startup, 'startup'],
    [plan.paths.ready, 'ready'],
    [plan.paths.health, 'health'],
  ]);
  const find = (target: string) => questions.get(target.split('?', 1)[0]);
  return {
    paths: isDeclared ? [...questions.keys()] : [],
    isAt: (target) => find(target) !== undefined,
    has: (target) => (isDeclared || state.hasChecks) && find(target) !== undefined,
    answer: (request, response) => {
      const asked = askedBy(request);
      void answerTo(asked, find(asked.target), state, plan).then((answer) => send(answer, asked, response));
    },
    respond: async (request) => {
      const asked = askedByFetch(request);
      const { status, headers, body } = await answerTo(asked, find(asked.target), state, plan);
      return new Response(asked.method === 'HEAD' ? undefined : body, { status, headers });
    },
  };
}

async function answerTo(
  { method, target, isForCheck, isLocal }: Asked,
  question: HealthQuestion | undefined,
  state: HealthState,
  { details }: ResolvedHealth,
): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') {
    const headers = { ...NO_STORE, allow: ALLOWED, 'content-type': 'text/plain' };
    return { status: 405, headers, body: 'Health is read with GET.\n' };
  }
  const report = await state.report(question ?? 'health', isForCheck);
  const mayTell = details === 'always' || (details === 'local' && isLocal);
  const body = JSON.stringify(healthBody(report, mayTell && isVerbose(target)));
  return {
    status: report.status === 'unhealthy' ? 503 : 200,
    headers: { ...NO_STORE, 'content-type': 'application/json; charset=utf-8' },
    body: `${body}\n`,
  };
}

function send({ status, headers, body }: Answer, { method }: Asked, response: ServerResponse): void {
  // The client may have gone, or somebody else have answered.
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(method === 'HEAD' ? undefined : body);
}

function askedBy(request: IncomingMessage): Asked {
  const { method, url = '', headers } = request;
  const isForCheck = headers[CHECK_HEADER] !== undefined;
  return { method, target: url, isForCheck, isLocal: isLocalRequest(request) };
}

/** A request of `fetch` does not say where it comes from. */
function askedByFetch({ method, url, headers }: Request): Asked {
  const { pathname, search } = new URL(url);
  return { method, target: pathname + search, isForCheck: headers.has(CHECK_HEADER), isLocal: false };
}

function isVerbose(target: string): boolean {
  return /[?&]verbose(?:[=&]|$)/.test(target);
}
