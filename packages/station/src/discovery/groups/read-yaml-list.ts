import { parseSourceTree } from '@telltale/formats';
import type { SourceNode } from '@telltale/formats';

/** A piece this large is read in some milliseconds. */
const PIECE_LENGTH = 8 * 1024;
/** Texts with anchors are read in one piece, during which nothing else happens. */
const MAX_LENGTH_WITH_ANCHORS = 128 * 1024;

/**
 * Reads a YAML list as plain values, scalars as texts. Long lists are read piece by piece, for a parser of YAML
 * holds everything else up.
 *
 * @throws Error with the line, for a text that is not YAML.
 */
export async function readYamlList(text: string): Promise<unknown> {
  const pieces = piecesOf(text);
  if (pieces.length === 1) return readPiece(text, 0);
  const list: unknown[] = [];
  let linesBefore = 0;
  for (const { start, end } of pieces) {
    const piece = text.slice(start, end);
    const items = readPiece(piece, linesBefore);
    if (Array.isArray(items)) for (const item of items) list.push(item);
    linesBefore += countLines(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return list;
}

interface Piece {
  readonly start: number;
  readonly end: number;
}

/** A list whose items begin with a dash at the start of a line is one list for each run of items. */
function piecesOf(text: string): readonly Piece[] {
  const whole = [{ start: 0, end: text.length }];
  if (text.length <= PIECE_LENGTH || !/^(?:#[^\n]*\n|[ \t\r]*\n)*- /.test(text)) return whole;
  // What an anchor stands for may be in another piece, and documents are no items.
  if (/(?:^|[\s,[{])[&*][^\s]/m.test(text) || /^(?:---|\.\.\.|%)/m.test(text)) {
    if (text.length > MAX_LENGTH_WITH_ANCHORS) {
      throw new Error(
        `it has anchors, and is larger than the ${MAX_LENGTH_WITH_ANCHORS} bytes that such a list may have`,
      );
    }
    return whole;
  }
  const pieces: Piece[] = [];
  for (let start = 0; start < text.length;) {
    const next = text.indexOf('\n- ', start + PIECE_LENGTH);
    const end = next < 0 ? text.length : next + 1;
    pieces.push({ start, end });
    start = end;
  }
  return pieces;
}

function readPiece(text: string, linesBefore: number): unknown {
  const { roots, issues, source } = parseSourceTree(text, '');
  const [issue] = issues;
  if (issue) throw new Error(`line ${issue.position.line + linesBefore}: ${issue.message}`);
  if (roots.length > 1) throw new Error('it has several documents');
  const [root] = roots;
  return root ? plainValue(root, (node) => source.positionAt(node.start).line + linesBefore) : null;
}

function plainValue(node: SourceNode, lineOf: (node: SourceNode) => number): unknown {
  switch (node.kind) {
    case 'list':
      return node.items().map((item) => plainValue(item, lineOf));
    case 'mapping': {
      const values = new Map<string, unknown>();
      for (const { key, value } of node.entries()) {
        if (values.has(key)) throw new Error(`line ${lineOf(value)}: ${JSON.stringify(key)} is there twice`);
        values.set(key, plainValue(value, lineOf));
      }
      return nullPrototype(values);
    }
    case 'scalar':
      return node.text() ?? '';
    case 'null':
      return null;
  }
}

/** Keys come from outside: none of them may mean something to an object. */
function nullPrototype(values: ReadonlyMap<string, unknown>): object {
  const object: Record<string, unknown> = Object.create(null);
  for (const [key, value] of values) object[key] = value;
  return object;
}

function countLines(text: string): number {
  let lines = 0;
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) lines++;
  return lines;
}
