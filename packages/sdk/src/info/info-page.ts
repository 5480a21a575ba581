import type { IncomingMessage, ServerResponse } from 'node:http';
import type { OwnPage } from '../http/own-pages.ts';
import { isLocalRequest } from '../platform/loopback.ts';

/** What is told of the program, and to whom. */
export interface InfoOptions {
  /** Where; `/info` by default. */
  readonly path?: string;
  /** Who may read it: this machine, which is the default, or everybody. */
  readonly to?: 'local' | 'everybody';
  /** Whether the names of the environment's variables are told, never their values; not by default. */
  readonly environment?: boolean;
}

/** What the page tells. */
export interface ServiceInfo {
  readonly service: string;
  /** `APP_VERSION` of the environment, or the version of the package that npm has started. */
  readonly version?: string;
  /** What it was built from, where the environment says it. */
  readonly git?: { readonly commit: string; readonly branch?: string };
  readonly node: { readonly version: string; readonly platform: string; readonly arch: string };
  readonly startedAt: string;
  /** Seconds. */
  readonly uptime: number;
  readonly environment?: readonly string[];
}

/** Where builders and hosts say which commit runs. */
const COMMIT_VARIABLES = [
  'GIT_COMMIT',
  'GIT_SHA',
  'COMMIT_SHA',
  'GITHUB_SHA',
  'CI_COMMIT_SHA',
  'SOURCE_VERSION',
  'HEROKU_SLUG_COMMIT',
  'VERCEL_GIT_COMMIT_SHA',
  'RENDER_GIT_COMMIT',
];
const BRANCH_VARIABLES = ['GIT_BRANCH', 'GITHUB_REF_NAME', 'CI_COMMIT_REF_NAME', 'VERCEL_GIT_COMMIT_REF'];
/** What a name of a commit or branch looks like: a variable may hold anything. */
const REFERENCE = /^[\w./+-]{1,100}$/;
const HEADERS = { 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8' };
const PLAIN = { 'cache-control': 'no-store', 'content-type': 'text/plain' };

type Variables = Readonly<Record<string, string | undefined>>;

/** What there is to tell of a running program; no value of the environment but of those that name a version. */
export function serviceInfo(
  service: string,
  { environment }: InfoOptions,
  variables: Variables,
): ServiceInfo {
  const version = variables['APP_VERSION'] ?? variables['npm_package_version'];
  const commit = reference(variables, COMMIT_VARIABLES);
  const branch = reference(variables, BRANCH_VARIABLES);
  const uptime = process.uptime();
  return {
    service,
    ...(version !== undefined && { version }),
    ...(commit !== undefined && { git: { commit, ...(branch !== undefined && { branch }) } }),
    node: { version: process.versions.node, platform: process.platform, arch: process.arch },
    startedAt: new Date(Date.now() - uptime * 1000).toISOString(),
    uptime,
    ...(environment === true && { environment: Object.keys(variables).toSorted() }),
  };
}

/** The page that tells of the program; somebody else than may read it gets 403. */
export function infoPage(service: string, options: InfoOptions): OwnPage {
  const { path = '/info', to = 'local' } = options;
  const body = () => `${JSON.stringify(serviceInfo(service, options, process.env))}\n`;
  const isAllowed = (isLocal: boolean) => to === 'everybody' || isLocal;
  return {
    paths: [path],
    has: (target) => target.split('?', 1)[0] === path,
    answer: (request, response) => answer(request, response, isAllowed(isLocalRequest(request)), body),
    respond: async ({ method }) => {
      const refusal = refusalOf(method, isAllowed(false));
      if (refusal) return new Response(refusal.body, { status: refusal.status, headers: PLAIN });
      return new Response(method === 'HEAD' ? undefined : body(), { headers: HEADERS });
    },
  };
}

function answer(
  { method }: IncomingMessage,
  response: ServerResponse,
  isAllowed: boolean,
  body: () => string,
): void {
  const refusal = refusalOf(method, isAllowed);
  if (refusal) response.writeHead(refusal.status, PLAIN).end(refusal.body);
  else response.writeHead(200, HEADERS).end(method === 'HEAD' ? undefined : body());
}

function refusalOf(
  method: string | undefined,
  isAllowed: boolean,
): { readonly status: number; readonly body: string } | undefined {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, body: 'Info is read with GET.\n' };
  return isAllowed ? undefined : { status: 403, body: 'Info is read from this machine.\n' };
}

function reference(variables: Variables, names: readonly string[]): string | undefined {
  return names.map((name) => variables[name]).find((text) => text !== undefined && REFERENCE.test(text));
}
