import type { Operand, OperandHead, Pipeline, TemplateNode } from './template-ast.ts';
import { TemplateError } from './template-error.ts';
import { tokenizeTemplate } from './template-tokens.ts';
import type { TemplateToken } from './template-tokens.ts';

/** Nested blocks and parentheses beyond this are refused, so that no input exhausts the stack. */
const MAX_DEPTH = 50;
/** Words of the language that this subset does not run. */
const UNSUPPORTED = new Set(['range', 'template', 'define', 'block', 'break', 'continue']);

/** Parses a template. Throws {@link TemplateError}. */
export function parseTemplate(source: string): readonly TemplateNode[] {
  const parser = new TemplateParser(tokenizeTemplate(source));
  const { nodes, end } = parser.parseBlock(0);
  if (end !== 'eof') throw new TemplateError(`unexpected {{${end}}}`);
  return nodes;
}

type BlockEnd = 'eof' | 'end' | 'else';

class TemplateParser {
  readonly #tokens: readonly TemplateToken[];
  #next = 0;

  constructor(tokens: readonly TemplateToken[]) {
    this.#tokens = tokens;
  }

  /** Reads nodes up to `{{end}}`, `{{else` or the end of the text. */
  parseBlock(depth: number): { readonly nodes: readonly TemplateNode[]; readonly end: BlockEnd } {
    if (depth > MAX_DEPTH) throw new TemplateError('nested too deeply');
    const nodes: TemplateNode[] = [];
    for (;;) {
      const token = this.#take();
      if (!token) return { nodes, end: 'eof' };
      if (token.kind === 'text') {
        nodes.push({ kind: 'text', text: token.text });
        continue;
      }
      const word = this.#peek();
      if (word?.kind === 'word') {
        if (UNSUPPORTED.has(word.text)) throw new TemplateError(`{{${word.text}}} is not supported here`);
        if (word.text === 'end' || word.text === 'else') {
          this.#take();
          return { nodes, end: word.text };
        }
        if (word.text === 'if' || word.text === 'with') {
          this.#take();
          nodes.push(this.#parseBranch(word.text, depth));
          continue;
        }
      }
      nodes.push({ kind: 'print', pipeline: this.#parsePipeline('}}', depth) });
    }
  }

  #parseBranch(kind: 'if' | 'with', depth: number): TemplateNode {
    const condition = this.#parsePipeline('}}', depth);
    const body = this.parseBlock(depth + 1);
    if (body.end === 'eof') throw new TemplateError(`{{${kind}}} without {{end}}`);
    if (body.end === 'end') {
      this.#expectClose('end');
      return { kind, condition, body: body.nodes, otherwise: [] };
    }
    const word = this.#peek();
    if (word?.kind === 'word' && (word.text === 'if' || word.text === 'with')) {
      this.#take();
      return { kind, condition, body: body.nodes, otherwise: [this.#parseBranch(word.text, depth + 1)] };
    }
    this.#expectClose('else');
    const otherwise = this.parseBlock(depth + 1);
    if (otherwise.end !== 'end') throw new TemplateError(`{{${kind}}} without {{end}}`);
    this.#expectClose('end');
    return { kind, condition, body: body.nodes, otherwise: otherwise.nodes };
  }

  #expectClose(word: string): void {
    if (this.#take()?.kind !== 'close') throw new TemplateError(`unexpected operand after {{${word}`);
  }

  #parsePipeline(until: '}}' | ')', depth: number): Pipeline {
    if (depth > MAX_DEPTH) throw new TemplateError('nested too deeply');
    const assignsTo = this.#parseAssignment();
    const commands: Operand[][] = [[]];
    for (;;) {
      const token = this.#take();
      if (!token) throw new TemplateError('unclosed action');
      const isEnd = until === '}}' ? token.kind === 'close' : isPunctuation(token, ')');
      const command = commands[commands.length - 1];
      if (isEnd || isPunctuation(token, '|')) {
        if (command.length === 0) throw new TemplateError('missing value for command');
        if (isEnd) return assignsTo ? { assignsTo, commands } : { commands };
        commands.push([]);
        continue;
      }
      command.push(this.#parseOperand(token, depth));
    }
  }

  /** `$x :=` or `$x =` in front of a pipeline. */
  #parseAssignment(): Pipeline['assignsTo'] {
    const variable = this.#peek();
    const sign = this.#tokens[this.#next + 1];
    if (variable?.kind !== 'variable' || sign?.kind !== 'punctuation') return undefined;
    if (sign.text !== ':=' && sign.text !== '=') return undefined;
    this.#next += 2;
    return { name: variable.text.slice(1), isNew: sign.text === ':=' };
  }

  #parseOperand(token: TemplateToken, depth: number): Operand {
    const fields: string[] = [];
    const head = this.#parseHead(token, fields, depth);
    for (;;) {
      const next = this.#peek();
      if (next?.kind !== 'field' || next.isSpaced || next.text === '.') return { head, fields };
      this.#take();
      fields.push(next.text.slice(1));
    }
  }

  #parseHead(token: TemplateToken, fields: string[], depth: number): OperandHead {
    switch (token.kind) {
      case 'field':
        if (token.text !== '.') fields.push(token.text.slice(1));
        return { kind: 'dot' };
      case 'variable':
        return { kind: 'variable', name: token.text.slice(1) };
      case 'word':
        if (token.text === 'true' || token.text === 'false') {
          return { kind: 'literal', value: token.text === 'true' };
        }
        return { kind: 'function', name: token.text };
      case 'number':
        return { kind: 'literal', value: parseNumber(token.text) };
      case 'string':
        return { kind: 'literal', value: parseString(token.text) };
      default:
        if (!isPunctuation(token, '(')) throw new TemplateError(`unexpected ${token.text} in operand`);
        return { kind: 'paren', pipeline: this.#parsePipeline(')', depth + 1) };
    }
  }

  #peek(): TemplateToken | undefined {
    return this.#tokens[this.#next];
  }

  #take(): TemplateToken | undefined {
    return this.#tokens[this.#next++];
  }
}

function isPunctuation(token: TemplateToken, text: string): boolean {
  return token.kind === 'punctuation' && token.text === text;
}

/** Whole numbers are Go integers (bigint here), all others floats. */
function parseNumber(text: string): number | bigint {
  if (!/^[+-]?(?:0x[0-9a-fA-F]+|\d+)$/.test(text)) return Number(text);
  const isNegative = text.startsWith('-');
  const magnitude = BigInt(text.replace(/^[+-]/, ''));
  return isNegative ? -magnitude : magnitude;
}

function parseString(text: string): string {
  if (text.startsWith('`')) return text.slice(1, -1);
  return text.slice(1, -1).replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)/g, (_, escape: string) => {
    if (escape.length > 1) return String.fromCodePoint(Number.parseInt(escape.slice(1), 16));
    const known = ESCAPES.get(escape);
    if (known === undefined) throw new TemplateError(`unknown escape \\${escape} in string`);
    return known;
  });
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
]);
