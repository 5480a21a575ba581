import type { SourceRange } from '@telltale/model';

/** Why a text is no pipeline, and where it stops being one. */
export class LogstashSyntaxError extends Error {
  readonly offset: number;
  readonly fix: string;

  constructor(message: string, offset: number, fix: string) {
    super(message);
    this.name = 'LogstashSyntaxError';
    this.offset = offset;
    this.fix = fix;
  }
}

/** A piece of the text. */
export interface ScannedText {
  readonly text: string;
  readonly range: SourceRange;
}

const BLANK = /(?:[ \t\r\n]+|#[^\n]*)+/y;
const STRING = /"(?:\\"|(?!\\")[^"])*"|'(?:\\'|(?!\\')[^'])*'/y;
/** Blocks and brackets inside each other, more than which no person writes. */
const MAX_DEPTH = 100;

/** Walks over a pipeline's text; blanks and comments are skipped in front of whatever is asked for. */
export class LogstashScanner {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Where the next piece starts. */
  get offset(): number {
    this.#skip();
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.offset === this.#text.length;
  }

  /** The next characters, without taking them. */
  ahead(length: number): string {
    return this.#text.slice(this.offset, this.#at + length);
  }

  /** Takes a mark such as `=>` if it comes next. */
  take(mark: string): boolean {
    if (!this.#text.startsWith(mark, this.offset)) return false;
    this.#at += mark.length;
    return true;
  }

  /** @throws LogstashSyntaxError if something else comes next. */
  expect(mark: string, behind: string): void {
    if (this.take(mark)) return;
    this.fail(`expected ${mark} behind ${behind}, found ${this.#found()}`, `write ${mark} here`);
  }

  /** Takes what a sticky pattern matches. */
  match(pattern: RegExp): ScannedText | undefined {
    const start = this.offset;
    pattern.lastIndex = start;
    const text = pattern.exec(this.#text)?.[0];
    if (text === undefined || text === '') return undefined;
    this.#at = start + text.length;
    return { text, range: { start, end: this.#at } };
  }

  /** Takes a string; its text is without the quotes. */
  string(): ScannedText | undefined {
    const quote = this.ahead(1);
    if (quote !== '"' && quote !== "'") return undefined;
    const string = this.match(STRING);
    if (!string) this.fail('the string does not end', `close it with ${quote}`);
    return { text: string.text.slice(1, -1), range: string.range };
  }

  /** Runs `read` one level further inside; a text made to exhaust the stack is refused. */
  nested<Result>(read: () => Result): Result {
    if (++this.#depth > MAX_DEPTH) this.fail('blocks are nested too deeply', 'flatten the conditions');
    const result = read();
    this.#depth--;
    return result;
  }

  /** @throws LogstashSyntaxError always. */
  fail(message: string, fix: string): never {
    throw new LogstashSyntaxError(message, this.offset, fix);
  }

  /** @throws LogstashSyntaxError always, with what was expected and what stands there. */
  expected(what: string, fix: string): never {
    return this.fail(`expected ${what}, found ${this.#found()}`, fix);
  }

  #found(): string {
    if (this.isAtEnd) return 'the end of the file';
    return JSON.stringify(/^(?:[\w-]{1,30}|[^])/.exec(this.ahead(30))?.[0]);
  }

  #skip(): void {
    BLANK.lastIndex = this.#at;
    if (BLANK.test(this.#text)) this.#at = BLANK.lastIndex;
  }
}
