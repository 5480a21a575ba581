import type { SourceRange } from '../expression/source-range.ts';
import type { FieldOperator } from './field-operator.ts';
import { SearchScanner } from './search-scanner.ts';
import type { SearchSyntaxError } from './search-syntax-error.ts';
import type { SearchTerm, SearchText } from './search-term.ts';

const MAX_LENGTH = 4096;
const MAX_DEPTH = 32;

/** Behind a name. Not `::` or `://`, which belong to a word such as `std::vector` or an address. */
const OPERATOR = /:(?!:|\/\/)|>=|<=|!=|!~|=~|[=<>]/uy;
/** Between `:` and the value. */
const VALUE_OPERATOR = />=|<=|!=|!~|=~|[=<>~]/uy;
const AND = /AND(?=[\s()]|$)/uy;
const OR = /OR(?=[\s()]|$)/uy;
const NOT = /NOT(?=[\s()]|$)/uy;
const MINUS = /[-!](?=[^\s)])/uy;
const OPEN = /\(/uy;
const CLOSE = /\)/uy;
const STAR = /\*(?=[\s)]|$)/uy;
const RANGE = /\[\S*\s+TO\s/uy;
const IS_OPERATOR = /^[:<>=!~-]+$/u;

/**
 * Reads a search in the language that logs and traces are searched with: words, `"phrases"`, `/regexps/`,
 * `field:value`, `field>5`, `AND`, `OR`, `NOT`, parentheses.
 *
 * @throws SearchSyntaxError
 */
export function parseSearch(text: string): SearchTerm {
  return new SearchParser(text).parse();
}

class SearchParser {
  readonly #scanner: SearchScanner;
  #depth = 0;

  constructor(text: string) {
    this.#scanner = new SearchScanner(text);
  }

  parse(): SearchTerm {
    const { text } = this.#scanner;
    if (text.length > MAX_LENGTH) {
      const all = { start: MAX_LENGTH, end: text.length };
      throw this.#error(`a search has at most ${MAX_LENGTH} characters`, all);
    }
    this.#scanner.skipBlanks();
    if (this.#scanner.at === text.length) return { kind: 'all', source: { start: 0, end: text.length } };
    const term = this.#either(undefined);
    if (this.#scanner.at < text.length) {
      throw this.#errorHere('there is no parenthesis that this one closes: take it out, or put it in quotes');
    }
    return term;
  }

  /** Terms with `OR` between them. `field` is what values belong to, in `field:(a OR b)`. */
  #either(field: SearchText | undefined): SearchTerm {
    const start = this.#scanner.at;
    const terms = [this.#all(field)];
    while (this.#takeWord(OR)) terms.push(this.#all(field));
    return joined('or', terms, this.#scanner.from(start));
  }

  /** Terms with `AND` or nothing between them. */
  #all(field: SearchText | undefined): SearchTerm {
    this.#scanner.skipBlanks();
    const start = this.#scanner.at;
    const terms = [this.#term(field)];
    for (let source = this.#scanner.from(start); ; source = this.#scanner.from(start)) {
      const isAnd = this.#takeWord(AND);
      if (!isAnd && this.#isAtEndOfAll()) return joined('and', terms, source);
      terms.push(this.#term(field));
    }
  }

  #isAtEndOfAll(): boolean {
    const { at, text } = this.#scanner;
    if (at === text.length || text[at] === ')') return true;
    const isOr = this.#scanner.take(OR) !== undefined;
    this.#scanner.at = at;
    return isOr;
  }

  /** One term, with what says that it is not wanted. */
  #term(field: SearchText | undefined): SearchTerm {
    const start = this.#scanner.at;
    if (!this.#takeWord(NOT) && this.#scanner.take(MINUS) === undefined) return this.#plainTerm(field);
    const term = this.#deeper(start, () => this.#term(field));
    return { kind: 'not', term, source: this.#scanner.from(start) };
  }

  #plainTerm(field: SearchText | undefined): SearchTerm {
    const { text, at } = this.#scanner;
    if (this.#isAtEndOfAll()) throw this.#missingTerm();
    if (text[at] === '(') return this.#group(field);
    return field ? this.#value(field, at) : this.#fieldOrText();
  }

  #group(field: SearchText | undefined): SearchTerm {
    const start = this.#scanner.at;
    this.#scanner.take(OPEN);
    const term = this.#deeper(start, () => this.#either(field));
    if (this.#scanner.take(CLOSE) === undefined) {
      throw this.#error('this parenthesis is not closed', { start, end: start + 1 });
    }
    return term;
  }

  #fieldOrText(): SearchTerm {
    const start = this.#scanner.at;
    const named = this.#scanner.takeName(OPERATOR);
    if (!named) return this.#text();
    const { name, operator } = named;
    return operator === ':' ? this.#value(name, start) : this.#value(name, start, operatorOf(operator));
  }

  /** What stands behind `field:`, or behind an operator that needs no colon. */
  #value(field: SearchText, start: number, given?: FieldOperator): SearchTerm {
    const operator = given ?? operatorOf(this.#scanner.take(VALUE_OPERATOR) ?? '=');
    const { text, at } = this.#scanner;
    if (operator === '=' && text[at] === '(') return this.#group(field);
    if (operator === '=' && this.#scanner.take(STAR) !== undefined)
      return { kind: 'has', field, source: this.#scanner.from(start) };
    const regexp = takesRegexp(operator) && text[at] === '/' ? this.#scanner.takeRegexp() : undefined;
    const value = regexp ? literal(regexp.pattern, regexp.source) : this.#takeText();
    const source = this.#scanner.from(start);
    if (!value) throw this.#missingValue(source);
    return { kind: 'field', field, operator: regexp ? matching(operator) : operator, value, source };
  }

  #text(): SearchTerm {
    const start = this.#scanner.at;
    if (this.#scanner.take(STAR) !== undefined) return { kind: 'all', source: this.#scanner.from(start) };
    const regexp = this.#scanner.takeRegexp();
    if (regexp) return { kind: 'regexp', ...regexp };
    const value = this.#takeText();
    const source = this.#scanner.from(start);
    if (!value || (!value.isQuoted && IS_OPERATOR.test(value.text))) {
      throw this.#error(
        'a field and its value are written without blanks, as level>=warn; put text in quotes',
        source,
      );
    }
    return { kind: 'text', value, source };
  }

  #takeText(): SearchText | undefined {
    const { text, at } = this.#scanner;
    if (this.#scanner.take(RANGE) !== undefined) {
      throw this.#error('write a range as field>=1 field<=5', this.#scanner.from(at));
    }
    return text[at] === '"' ? this.#scanner.takePhrase() : this.#scanner.takeWord();
  }

  /** A keyword, and the blanks around it. */
  #takeWord(keyword: RegExp): boolean {
    this.#scanner.skipBlanks();
    const isThere = this.#scanner.take(keyword) !== undefined;
    if (isThere) this.#scanner.skipBlanks();
    return isThere;
  }

  #deeper<Result>(start: number, task: () => Result): Result {
    if (++this.#depth > MAX_DEPTH) {
      throw this.#error(`at most ${MAX_DEPTH} parentheses and negations stand in each other`, {
        start,
        end: start + 1,
      });
    }
    const result = task();
    this.#depth--;
    return result;
  }

  #missingTerm(): SearchSyntaxError {
    return this.#errorHere('something to look for is missing here: put AND, OR, NOT and ) in quotes as text');
  }

  #missingValue(source: SourceRange): SearchSyntaxError {
    const written = this.#scanner.text.slice(source.start, source.end);
    if (this.#scanner.text[this.#scanner.at] === '(') {
      return this.#error(`a value with parentheses stands in quotes, as in ${written}"(…)"`, source);
    }
    const hint = `the value is missing right behind it, as in ${written}value; put text in quotes: "${written}"`;
    return this.#error(hint, source);
  }

  #errorHere(reason: string): SearchSyntaxError {
    const { at } = this.#scanner;
    const word = this.#scanner.take(/[()]|[^\s()]*/uy) ?? '';
    return this.#error(reason, { start: at, end: at + word.length });
  }

  #error(reason: string, source: SourceRange): SearchSyntaxError {
    return this.#scanner.error(reason, source);
  }
}

function joined(kind: 'and' | 'or', terms: readonly SearchTerm[], source: SourceRange): SearchTerm {
  return terms.length === 1 ? terms[0] : { kind, terms, source };
}

function literal(text: string, source: SourceRange): SearchText {
  return { text, pieces: [text], isQuoted: true, source };
}

const OPERATORS: ReadonlyMap<string, FieldOperator> = new Map(
  (['=', '!=', '=~', '!~', '<', '<=', '>', '>='] as const).map((operator) => [operator, operator]),
);

/** `~` alone matches as well. */
function operatorOf(written: string): FieldOperator {
  return OPERATORS.get(written) ?? '=~';
}

function takesRegexp(operator: FieldOperator): boolean {
  return ['=', '!=', '=~', '!~'].includes(operator);
}

function matching(operator: FieldOperator): FieldOperator {
  return operator.startsWith('!') ? '!~' : '=~';
}
