import type { SourceRange } from '@telltale/model';
import type { JsToken } from '../catalogue/prom-client-source/js-token.ts';
import type { CheckedText } from '../workspace/workspace.ts';
import type { DependencyCall } from './dependency-calls.ts';
import { dependencyCallsIn } from './dependency-calls.ts';
import type { Program } from './program.ts';
import { isMark, isWord, programsIn } from './program.ts';

/** A path that a program answers. */
export interface ServedRoute {
  /** As written, such as `/health`. */
  readonly path: string;
  readonly text: CheckedText;
  /** Where the path stands in the text, quotes included. */
  readonly range: SourceRange;
  /** Whether the handler stands there, so that what it does can be read. */
  readonly isRead: boolean;
  /** Calls to other systems that the handler waits for; empty where it is not read. */
  readonly calls: readonly DependencyCall[];
  /** Tokens of the handler; empty where it is not read. */
  readonly handler: readonly JsToken[];
}

/** What the programs of a workspace answer. */
export interface ServedRoutes {
  readonly routes: readonly ServedRoute[];
  /**
   * Whether every path is known: no router is mounted below a prefix, no path is computed, no other
   * framework answers. Only then a path that is not among the routes is not served.
   */
  readonly isComplete: boolean;
}

const JS_METHODS: ReadonlySet<string> = new Set(['get', 'all', 'head']);
const PYTHON_METHODS: ReadonlySet<string> = new Set(['get', 'route', 'head', 'api_route']);
/** Libraries that serve health paths of their own, and ways of serving that are not read. */
const OTHER_WAYS =
  /['"](?:@godaddy\/terminus|lightship|@nestjs\/[\w-]+|next|express-healthcheck|fastify-healthcheck|@cloudnative\/health\w*|[\w@/-]*telltale[\w/-]*|django[\w.]*|aiohttp|tornado[\w.]*)['"]|\b(?:createServer|include_router|register_blueprint|add_api_route|add_url_rule|Bun\.serve|Deno\.serve)\(/;

/** Reads which paths the programs answer to GET: Express and its like, Fastify, Koa's and Hono's routers, FastAPI, Flask. */
export function servedRoutesOf(texts: readonly CheckedText[]): ServedRoutes {
  const routes: ServedRoute[] = [];
  let isComplete = true;
  for (const program of programsIn(texts, 'javascript', 'python')) {
    if (OTHER_WAYS.test(program.text.source.text)) isComplete = false;
    let readTo = 0;
    for (let at = 1; at < program.tokens.length; at++) {
      // A route inside a handler is no handler's work: each token is read once.
      const call = callAt(program, at, program.tokens[at].start >= readTo);
      if (call === 'computed') isComplete = false;
      else if (call) {
        routes.push(call);
        readTo = Math.max(readTo, call.handler.at(-1)?.end ?? 0);
      }
    }
  }
  return { routes, isComplete };
}

/** The path of a probe without its query and its trailing slash. */
export function pathOfProbe(path: string): string {
  return path.replace(/[?#].*$/s, '').replace(/(?<=.)\/$/, '');
}

function callAt(program: Program, at: number, readsHandler: boolean): ServedRoute | 'computed' | undefined {
  const { tokens, text } = program;
  if (!isMark(tokens[at], '.') || !isMark(tokens[at + 2], '(')) return undefined;
  const method = tokens[at + 1].text;
  const path = tokens[at + 3];
  const isPath = path?.kind === 'string' && path.text.startsWith('/');
  if (text.language === 'python') {
    const isDecorator = isMark(tokens[at - 2], '@') && PYTHON_METHODS.has(method);
    if (!isDecorator) return undefined;
    return isPath ? routeOf(program, path, readsHandler ? decorated(program, at + 2) : []) : 'computed';
  }
  if (isPath && method === 'use' && isMark(tokens[at + 4], ',')) return 'computed';
  if (!isPath || !JS_METHODS.has(method) || !isMark(tokens[at + 4], ',')) {
    return isRouterCall(tokens, at, method) ? 'computed' : undefined;
  }
  return routeOf(program, path, readsHandler ? handlerIn(program, at + 2) : []);
}

/** `app.get(paths.health, …)`: a path that is computed, as far as the name of the object tells. */
function isRouterCall(tokens: readonly JsToken[], at: number, method: string): boolean {
  const isRouter = /^(?:app|router|server|fastify|api)$/.test(tokens[at - 1].text);
  const path = tokens[at + 3];
  const isTemplate = path?.kind === 'template' || path?.kind === 'word' || isMark(path, '[');
  return isRouter && isTemplate && JS_METHODS.has(method) && !isMark(tokens[at + 4], ')');
}

function routeOf(program: Program, path: JsToken, handler: readonly JsToken[]): ServedRoute {
  return {
    path: path.text,
    text: program.text,
    range: { start: path.start, end: path.end },
    isRead: handler.length > 0,
    calls: dependencyCallsIn(handler),
    handler,
  };
}

/** The tokens of a call's arguments, where one of them is a function. */
function handlerIn({ tokens, closingOf }: Program, open: number): readonly JsToken[] {
  const args = tokens.slice(open + 3, closingOf(open));
  const isInline = args.some(
    (token, index) => isWord(token, 'function') || (isMark(token, '=') && isMark(args[index + 1], '>')),
  );
  return isInline ? args : [];
}

/** The tokens of the function below a decorator: everything that is indented more. */
function decorated({ tokens, closingOf, text }: Program, open: number): readonly JsToken[] {
  const column = (token: JsToken): number => text.source.positionAt(token.start).column;
  let at = closingOf(open) + 1;
  while (at < tokens.length && !isWord(tokens[at], 'def')) at++;
  const start = tokens[at];
  if (!start) return [];
  const own = isWord(tokens[at - 1], 'async') ? tokens[at - 1] : start;
  const indent = column(own);
  const body: JsToken[] = [];
  let line = text.source.positionAt(start.start).line;
  while (++at < tokens.length) {
    const position = text.source.positionAt(tokens[at].start);
    if (position.line > line && position.column <= indent && !isMark(tokens[at], ')')) break;
    line = position.line;
    body.push(tokens[at]);
  }
  return body;
}
