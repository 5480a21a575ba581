import type { SourceRange } from '@telltale/model';
import type { JsToken } from '../catalogue/prom-client-source/js-token.ts';
import { isMark, isWord } from './program.ts';

/** A call to another system that a program waits for. */
export interface DependencyCall {
  /** As written, without arguments: `db.query`. */
  readonly name: string;
  readonly range: SourceRange;
}

/** Methods of database, cache, queue and storage clients that ask the other side something. */
const CLIENT_METHODS: ReadonlySet<string> = new Set([
  '$queryRaw',
  '$queryRawUnsafe',
  'aggregate',
  'authenticate',
  'bucketExists',
  'connect',
  'countDocuments',
  'execute',
  'fetch_one',
  'fetchone',
  'findOne',
  'headBucket',
  'listBuckets',
  'ping',
  'query',
  'raw',
]);
const FETCHES: ReadonlySet<string> = new Set(['fetch', 'axios', 'got']);

/** The calls to other systems that a function waits for: `await db.query(…)`, also inside `Promise.all`. */
export function dependencyCallsIn(tokens: readonly JsToken[]): readonly DependencyCall[] {
  const calls: DependencyCall[] = [];
  const waits = tokens.some(
    (token) => isWord(token, 'await') || isWord(token, 'then') || isWord(token, 'def'),
  );
  for (let at = 0; at < tokens.length; at++) {
    const { kind, text, end } = tokens[at];
    if (kind !== 'word' || !isCalled(tokens, at)) continue;
    const start = startOfPath(tokens, at);
    const isClient = start < at && CLIENT_METHODS.has(text);
    const isFetch = start === at && FETCHES.has(text);
    if (!isClient && !isFetch) continue;
    const name = tokens
      .slice(start, at + 1)
      .map((token) => token.text)
      .join('');
    calls.push({ name, range: { start: tokens[start].start, end } });
  }
  // A Python function may block without any word for it; a JavaScript one that does not wait, does not check.
  return waits || tokens.every((token) => !isMark(token, '{')) ? calls : [];
}

/** `query(`, and `$queryRaw` in front of a template. */
function isCalled(tokens: readonly JsToken[], at: number): boolean {
  const next = tokens[at + 1];
  return (
    isMark(next, '(') || (tokens[at].text.startsWith('$') && /^(?:string|template)$/.test(next?.kind ?? ''))
  );
}

function startOfPath(tokens: readonly JsToken[], at: number): number {
  let start = at;
  while (isMark(tokens[start - 1], '.') && tokens[start - 2]?.kind === 'word') start -= 2;
  return start;
}
