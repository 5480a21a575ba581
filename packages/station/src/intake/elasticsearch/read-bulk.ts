/** One action of a request, in its order. */
export type BulkItem = {
  /** The word of the action, which the answer repeats. */
  readonly action: string;
  readonly index?: string;
  readonly id?: string;
} & (
  | { readonly document: Readonly<Record<string, unknown>>; readonly problem?: undefined }
  | { readonly problem: BulkProblem }
);

/** Why an item is not taken. */
export interface BulkProblem {
  readonly status: number;
  /** The class of the error in Elasticsearch. */
  readonly type: string;
  readonly reason: string;
}

/** Documents of one request; the sender is told to come again with the others. */
const MAX_DOCUMENTS = 100_000;
/** A document with more text than a page of a book is no log record. */
const MAX_LINE_CHARACTERS = 1024 * 1024;
/** Characters of what is wrong that the answer repeats. */
const SHOWN_CHARACTERS = 200;

const WITH_DOCUMENT: ReadonlySet<string> = new Set(['create', 'index', 'update']);

/**
 * Reads the lines of a `_bulk` request: actions, each with its document below. A line that cannot be read costs its
 * item alone; one that is no action is taken for one with a document, as nearly all are.
 */
export function* readBulk(
  text: string,
  limits: { readonly maxDocuments?: number } = {},
): Generator<BulkItem> {
  const { maxDocuments = MAX_DOCUMENTS } = limits;
  const lines = linesOf(text);
  let count = 0;
  for (let line = lines.next(); !line.done; line = lines.next()) {
    const { head, problem, isAlone } = readAction(line.value);
    const document = isAlone ? undefined : lines.next().value;
    if (problem) yield { ...head, problem };
    else if (++count > maxDocuments) yield { ...head, problem: TOO_MANY };
    else yield { ...head, ...readDocument(document) };
  }
}

interface Line {
  readonly number: number;
  readonly text: string;
}

/** Lines that are not empty. */
function* linesOf(text: string): Generator<Line, undefined> {
  let number = 0;
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end === -1 ? text.length : end);
    number++;
    if (line.trim() !== '') yield { number, text: line };
    start = end === -1 ? text.length : end + 1;
  }
  return undefined;
}

interface ActionLine {
  readonly head: { readonly action: string; readonly index?: string; readonly id?: string };
  readonly problem?: BulkProblem;
  /** Whether no document stands below. */
  readonly isAlone: boolean;
}

function readAction(line: Line): ActionLine {
  const parsed = parseLine(line);
  const [action, ...others] = typeof parsed === 'string' ? [] : Object.keys(parsed);
  const isAction = others.length === 0 && (WITH_DOCUMENT.has(action) || action === 'delete');
  if (typeof parsed === 'string' || !isAction) {
    const found = typeof parsed === 'string' ? parsed : line.text.slice(0, SHOWN_CHARACTERS);
    const reason = `line ${line.number} is no action such as {"create":{}}: ${found}`;
    return { head: { action: 'index' }, problem: illegalArgument(reason), isAlone: false };
  }
  const { _index: index, _id: id } = Object(parsed[action]) as { _index?: unknown; _id?: unknown };
  const head = {
    action,
    ...(typeof index === 'string' && { index }),
    ...(typeof id === 'string' && { id }),
  };
  if (action === 'create' || action === 'index') return { head, isAlone: false };
  const reason = `line ${line.number}: log records are created and never changed; ${action} is not taken`;
  return { head, problem: illegalArgument(reason), isAlone: action === 'delete' };
}

function readDocument(
  line: Line | undefined,
): { readonly document: Readonly<Record<string, unknown>> } | { readonly problem: BulkProblem } {
  if (!line) return { problem: illegalArgument('the action at the end has no document') };
  const parsed = parseLine(line);
  if (typeof parsed !== 'string') return { document: parsed };
  const reason = `line ${line.number}: ${parsed}`;
  return { problem: { status: 400, type: 'document_parsing_exception', reason } };
}

/** The object of a line, or what is wrong with it. */
function parseLine({ text }: Line): Readonly<Record<string, unknown>> | string {
  if (text.length > MAX_LINE_CHARACTERS) return `it has more than ${MAX_LINE_CHARACTERS} characters`;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : 'it is no JSON object';
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, SHOWN_CHARACTERS) : 'it is no JSON';
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const TOO_MANY: BulkProblem = {
  status: 429,
  type: 'es_rejected_execution_exception',
  reason: 'more documents than are taken from one request; send the rest again',
};

function illegalArgument(reason: string): BulkProblem {
  return { status: 400, type: 'illegal_argument_exception', reason };
}
