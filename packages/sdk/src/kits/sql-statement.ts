/** What a database statement does, and to which table. */
export interface SqlStatement {
  /** First keyword of what it does, in lower case: `select`, `insert`, `begin` …; empty where there is none. */
  readonly operation: string;
  /** The first table it names; `undefined` where there is none. */
  readonly table: string | undefined;
}

/** Longer statements are read up to here. */
const READ_CHARACTERS = 8192;

const NAME = String.raw`(?:"(?:[^"]|"")*"|\x60[^\x60]*\x60|[A-Za-z_]\w*)`;

/** Comments and texts, names with their schema, brackets; anything else is a character by itself. */
const TOKEN = new RegExp(
  String.raw`--[^\n]*|/\*[\s\S]*?(?:\*/|$)|'(?:[^']|'')*'|(\$\w*\$)[\s\S]*?(?:\1|$)|${NAME}(?:\.${NAME})*|[(),]`,
  'g',
);

const IS_NAME = new RegExp(`^${NAME}`);

const STATEMENTS: ReadonlySet<string> = new Set(['select', 'insert', 'update', 'delete', 'merge', 'table']);

/** What stands between a keyword and its table. */
const BETWEEN: ReadonlySet<string> = new Set(['only', 'lateral', 'ignore', 'low_priority', 'or', 'replace']);

interface Token {
  readonly text: string;
  readonly word: string;
  readonly depth: number;
}

/**
 * Reads the operation and the table of an SQL statement, as far as labels need them: what a statement with
 * common table expressions ends up doing, and the first table that is none of these. The text itself is not
 * kept.
 */
export function readSqlStatement(sql: string): SqlStatement {
  const tokens = tokensOf(sql.slice(0, READ_CHARACTERS));
  const isWith = tokens[0]?.word === 'with';
  const start = tokens.findIndex(({ word, depth }) => STATEMENTS.has(word) && (!isWith || depth === 0));
  if (start < 0 || (start > 0 && !isWith && !tokens.slice(0, start).every(({ text }) => text === '('))) {
    return { operation: tokens.find(({ text }) => IS_NAME.test(text))?.word ?? '', table: undefined };
  }
  const operation = tokens[start].word === 'table' ? 'select' : tokens[start].word;
  const ownNames = isWith ? expressionNames(tokens.slice(0, start)) : new Set<string>();
  const after = tokens.slice(start);
  const table =
    tableOf(operation, after, ownNames, tokens[start].depth) ?? tableOf('select', tokens, ownNames, Infinity);
  return { operation, table };
}

function tokensOf(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  for (const [text] of sql.matchAll(TOKEN)) {
    if (text.startsWith('--') || text.startsWith('/*')) continue;
    if (text === ')') depth--;
    tokens.push({ text, word: text.toLowerCase(), depth });
    if (text === '(') depth++;
  }
  return tokens;
}

/** Names of common table expressions: those that `as` follows outside of brackets. */
function expressionNames(tokens: readonly Token[]): ReadonlySet<string> {
  const outside = tokens.filter(({ depth, text }) => depth === 0 && IS_NAME.test(text));
  return new Set(
    outside.filter((_, index) => outside[index + 1]?.word === 'as').map(({ text }) => nameOf(text)),
  );
}

const KEYWORDS: Readonly<Record<string, readonly string[]>> = {
  select: ['from', 'join', 'table'],
  insert: ['into'],
  merge: ['into'],
  update: ['update'],
  delete: ['from'],
};

/** The first table behind one of the operation's keywords, no deeper in brackets than given. */
function tableOf(
  operation: string,
  tokens: readonly Token[],
  ownNames: ReadonlySet<string>,
  maxDepth: number,
): string | undefined {
  const keywords = KEYWORDS[operation] ?? [];
  for (const [index, { word, depth }] of tokens.entries()) {
    if (depth > maxDepth || !keywords.includes(word)) continue;
    let next = index + 1;
    while (BETWEEN.has(tokens[next]?.word)) next++;
    const named = tokens[next];
    if (!named || !IS_NAME.test(named.text)) continue;
    const isFunction = operation === 'select' && tokens[next + 1]?.text === '(';
    const name = nameOf(named.text);
    if (!isFunction && !ownNames.has(name)) return name;
  }
  return undefined;
}

/** A name as the database keeps it: quotes are dropped, what is not quoted is in lower case. */
function nameOf(text: string): string {
  return text.replaceAll(/"((?:[^"]|"")*)"|`([^`]*)`|[A-Za-z_]\w*/g, (part, quoted, ticked) =>
    String(quoted ?? ticked ?? part.toLowerCase()),
  );
}
