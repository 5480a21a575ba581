import type { Operand, OperandHead, Pipeline, PlacedName, TemplateNode } from './template-ast.ts';
import { TemplateError } from './template-error.ts';
import { goNumber, goString } from './go-literals.ts';
import { tokenizeTemplate } from './template-tokens.ts';
import type { TemplateToken } from './template-tokens.ts';

/** Nested blocks and parentheses beyond this are refused, so that no input exhausts the stack. */
const MAX_DEPTH = 50;

/** Parses a Go template. Throws {@link TemplateError} with the place of the fault. */
export function parseTemplate(source: string): readonly TemplateNode[] {
  const parser = new TemplateParser(tokenizeTemplate(source), source.length);
  const { nodes, end, at } = parser.parseBlock(0);
  if (end !== 'eof') throw new TemplateError(`unexpected {{${end}}}`, at);
  return nodes;
}

interface Block {
  readonly nodes: readonly TemplateNode[];
  readonly end: 'eof' | 'end' | 'else';
  /** Offset of the word that ended the block. */
  readonly at: number;
}

class TemplateParser {
  readonly #tokens: readonly TemplateToken[];
  readonly #length: number;
  #next = 0;

  constructor(tokens: readonly TemplateToken[], length: number) {
    this.#tokens = tokens;
    this.#length = length;
  }

  /** Reads nodes up to `{{end}}`, `{{else` or the end of the text. */
  parseBlock(depth: number): Block {
    if (depth > MAX_DEPTH) throw this.#error('nested too deeply');
    const nodes: TemplateNode[] = [];
    for (;;) {
      const token = this.#take();
      if (!token) return { nodes, end: 'eof', at: this.#length };
      if (token.kind === 'text') {
        nodes.push({ kind: 'text', text: token.text });
        continue;
      }
      const word = this.#peek();
      if (word?.kind === 'word' && (word.text === 'end' || word.text === 'else')) {
        this.#take();
        return { nodes, end: word.text, at: word.start };
      }
      nodes.push(this.#parseAction(token.start, depth));
    }
  }

  #parseAction(start: number, depth: number): TemplateNode {
    const word = this.#peek();
    switch (word?.kind === 'word' ? word.text : undefined) {
      case 'if':
      case 'with':
      case 'range':
        return this.#parseBranch(depth);
      case 'break':
      case 'continue':
        return this.#parseJump();
      case 'template':
        return this.#parseCall(start, depth);
      case 'define':
      case 'block':
        return this.#parseNamed(depth);
      default: {
        const pipeline = this.#parsePipeline('}}', depth);
        return { kind: 'print', pipeline, start, end: this.#lastEnd() };
      }
    }
  }

  #parseBranch(depth: number): TemplateNode {
    const word = this.#take();
    const kind = word?.text === 'if' || word?.text === 'with' ? word.text : 'range';
    const at = word?.start;
    const indexVariable = kind === 'range' ? this.#parseIndexVariable() : undefined;
    const condition = this.#parsePipeline('}}', depth);
    const body = this.parseBlock(depth + 1);
    if (body.end === 'eof') throw new TemplateError(`{{${kind}}} without {{end}}`, at);
    const otherwise = body.end === 'else' ? this.#parseElse(kind, at, depth) : this.#expectClose('end');
    const index = indexVariable === undefined ? {} : { indexVariable };
    return { kind, condition, ...index, body: body.nodes, otherwise };
  }

  #parseElse(kind: string, at: number | undefined, depth: number): readonly TemplateNode[] {
    const word = this.#peek();
    if (word?.kind === 'word' && (word.text === 'if' || word.text === 'with')) {
      return [this.#parseBranch(depth + 1)];
    }
    this.#expectClose('else');
    const otherwise = this.parseBlock(depth + 1);
    if (otherwise.end !== 'end') throw new TemplateError(`{{${kind}}} without {{end}}`, at);
    this.#expectClose('end');
    return otherwise.nodes;
  }

  #parseJump(): TemplateNode {
    const kind = this.#take()?.text === 'break' ? 'break' : 'continue';
    this.#expectClose(kind);
    return { kind };
  }

  #parseCall(start: number, depth: number): TemplateNode {
    this.#take();
    const { name, argument } = this.#parseNameAndArgument('template', depth);
    return { kind: 'template', name, ...argument, start, end: this.#lastEnd() };
  }

  #parseNamed(depth: number): TemplateNode {
    const word = this.#take();
    const kind = word?.text === 'define' ? 'define' : 'block';
    const { name, argument } = this.#parseNameAndArgument(kind, depth);
    const body = this.parseBlock(depth + 1);
    if (body.end !== 'end') throw new TemplateError(`{{${kind}}} without {{end}}`, word?.start);
    this.#expectClose('end');
    return { kind, name, ...argument, body: body.nodes };
  }

  #parseNameAndArgument(
    word: string,
    depth: number,
  ): { readonly name: string; readonly argument: { readonly argument?: Pipeline } } {
    const token = this.#take();
    if (token?.kind !== 'string') {
      throw new TemplateError(`{{${word}}} needs a name in quotes`, token?.start ?? this.#length);
    }
    const name = goString(token.text, token.start);
    if (this.#peek()?.kind !== 'close')
      return { name, argument: { argument: this.#parsePipeline('}}', depth) } };
    this.#take();
    return { name, argument: {} };
  }

  /** `$i,` of `range $i, $e := …`. */
  #parseIndexVariable(): string | undefined {
    const variable = this.#peek();
    const comma = this.#tokens[this.#next + 1];
    if (variable?.kind !== 'variable' || !comma || !isPunctuation(comma, ',')) return undefined;
    this.#next += 2;
    return variable.text.slice(1);
  }

  /** Nothing more may stand in the action. */
  #expectClose(word: string): readonly [] {
    const token = this.#take();
    if (token?.kind === 'close') return [];
    throw new TemplateError(`unexpected operand after {{${word}`, token?.start);
  }

  #parsePipeline(until: '}}' | ')', depth: number): Pipeline {
    if (depth > MAX_DEPTH) throw this.#error('nested too deeply');
    const assignsTo = this.#parseAssignment();
    const commands: Operand[][] = [[]];
    for (;;) {
      const token = this.#take();
      if (!token) throw this.#error('unclosed action');
      const isEnd = until === '}}' ? token.kind === 'close' : isPunctuation(token, ')');
      const command = commands[commands.length - 1];
      if (isEnd || isPunctuation(token, '|')) {
        if (command.length === 0) throw new TemplateError('missing value for command', token.start);
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
    const fields: PlacedName[] = [];
    const head = this.#parseHead(token, fields, depth);
    for (;;) {
      const next = this.#peek();
      if (next?.kind !== 'field' || next.isSpaced || next.text === '.') {
        return { head, fields, start: token.start, end: this.#lastEnd() };
      }
      this.#take();
      fields.push(fieldName(next));
    }
  }

  #parseHead(token: TemplateToken, fields: PlacedName[], depth: number): OperandHead {
    switch (token.kind) {
      case 'field':
        if (token.text !== '.') fields.push(fieldName(token));
        return { kind: 'dot' };
      case 'variable':
        return { kind: 'variable', name: token.text.slice(1) };
      case 'word':
        if (token.text === 'true' || token.text === 'false') {
          return { kind: 'literal', value: token.text === 'true' };
        }
        return token.text === 'nil' ? { kind: 'nil' } : { kind: 'function', name: token.text };
      case 'number':
        return { kind: 'literal', value: goNumber(token.text, token.start) };
      case 'string':
        return { kind: 'literal', value: goString(token.text, token.start) };
      default:
        if (isPunctuation(token, '('))
          return { kind: 'paren', pipeline: this.#parsePipeline(')', depth + 1) };
        throw new TemplateError(`unexpected ${token.text} in operand`, token.start);
    }
  }

  #peek(): TemplateToken | undefined {
    return this.#tokens[this.#next];
  }

  #take(): TemplateToken | undefined {
    return this.#tokens[this.#next++];
  }

  #lastEnd(): number {
    return this.#tokens[this.#next - 1]?.end ?? this.#length;
  }

  #error(message: string): TemplateError {
    return new TemplateError(message, this.#peek()?.start ?? this.#length);
  }
}

function fieldName({ text, start, end }: TemplateToken): PlacedName {
  return { name: text.slice(1), start: start + 1, end };
}

function isPunctuation(token: TemplateToken, text: string): boolean {
  return token.kind === 'punctuation' && token.text === text;
}
