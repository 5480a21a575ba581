/** At most this many samples are built of one pattern. */
const MAX_SAMPLES = 24;
const MAX_DEPTH = 20;

/**
 * Strings that an RE2 pattern probably matches, the plainest first: literals, alternations,
 * character classes, groups, repetitions. The caller verifies them; a pattern that is not
 * understood gives none.
 */
export function patternSamples(pattern: string): readonly string[] {
  try {
    const reader = new PatternReader(pattern);
    const samples = reader.readAlternatives(0);
    return reader.isAtEnd ? [...new Set(samples)] : [];
  } catch (error) {
    if (error instanceof UnknownSyntax) return [];
    throw error;
  }
}

class UnknownSyntax extends Error {}

/** What a class such as `\d` is shown as: the plainest member, then others. */
const CLASS_MEMBERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['d', ['0', '1', '9']],
  ['w', ['a', '0', 'z']],
  ['s', [' ']],
  ['D', ['a']],
  ['W', ['-']],
  ['S', ['a']],
]);
const CONTROL: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
]);
/** Tried as members of a negated class. */
const OUTSIDERS = ['0', 'a', 'x', 'A', '-', '_', '/', ' '];
/** Zeros make `5..` a status code. */
const ANY_CHARACTER = ['0', 'x'];

class PatternReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  readAlternatives(depth: number): readonly string[] {
    if (depth > MAX_DEPTH) throw new UnknownSyntax();
    const branches = [this.#readSequence(depth)];
    while (this.#accept('|')) branches.push(this.#readSequence(depth));
    // One of each branch first: `4..|5..` must offer both kinds.
    const samples: string[] = [];
    for (let i = 0; samples.length < MAX_SAMPLES; i++) {
      const row = branches.filter((branch) => i < branch.length).map((branch) => branch[i]);
      if (row.length === 0) break;
      samples.push(...row);
    }
    return samples;
  }

  #readSequence(depth: number): readonly string[] {
    let samples: readonly string[] = [''];
    while (!this.isAtEnd && this.#peek() !== '|' && this.#peek() !== ')') {
      const atom = this.#readRepeated(this.#readAtom(depth));
      samples = samples.flatMap((start) => atom.map((end) => start + end)).slice(0, MAX_SAMPLES);
    }
    return samples;
  }

  #readAtom(depth: number): readonly string[] {
    const character = this.#take();
    switch (character) {
      case '^':
      case '$':
        return [''];
      case '.':
        return ANY_CHARACTER;
      case '(':
        return this.#readGroup(depth);
      case '[':
        return this.#readClass();
      case '\\':
        return this.#readEscape();
      case '*':
      case '+':
      case '?':
        throw new UnknownSyntax();
      default:
        return [character];
    }
  }

  #readGroup(depth: number): readonly string[] {
    if (this.#accept('?')) {
      if (this.#accept('P<') || this.#accept('<')) this.#skipPast('>');
      else this.#skipPast(':');
    }
    const samples = this.readAlternatives(depth + 1);
    if (!this.#accept(')')) throw new UnknownSyntax();
    return samples;
  }

  #readEscape(): readonly string[] {
    const character = this.#take();
    const members = CLASS_MEMBERS.get(character);
    if (members) return members;
    if (character === 'A' || character === 'z' || character === 'b') return [''];
    const control = CONTROL.get(character);
    if (control !== undefined) return [control];
    if (/[a-zA-Z0-9]/.test(character)) throw new UnknownSyntax();
    return [character];
  }

  #readClass(): readonly string[] {
    const isNegated = this.#accept('^');
    const members: string[] = [];
    const ranges: (readonly [string, string])[] = [];
    do {
      const first = this.#accept('\\') ? this.#readEscape() : [this.#take()];
      if (first.length === 1 && this.#peek() === '-' && this.#text[this.#at + 1] !== ']') {
        this.#take();
        ranges.push([first[0], this.#take()]);
        members.push(first[0], ranges[ranges.length - 1][1]);
      } else {
        members.push(...first);
        for (const member of first) ranges.push([member, member]);
      }
    } while (!this.#accept(']'));
    if (!isNegated) return members;
    const outside = OUTSIDERS.filter((one) => !ranges.some(([from, to]) => one >= from && one <= to));
    if (outside.length === 0) throw new UnknownSyntax();
    return outside;
  }

  #readRepeated(atom: readonly string[]): readonly string[] {
    const [least, most] = this.#readCount();
    this.#accept('?');
    const counts = new Set([Math.max(1, least), least, Math.min(most, least + 1)]);
    return [...counts]
      .filter((count) => count <= most)
      .flatMap((count) => atom.map((one) => one.repeat(count)));
  }

  #readCount(): readonly [least: number, most: number] {
    if (this.#accept('*')) return [0, Infinity];
    if (this.#accept('+')) return [1, Infinity];
    if (this.#accept('?')) return [0, 1];
    const braces = /^\{(\d{1,3})(,(\d{0,3}))?\}/.exec(this.#text.slice(this.#at, this.#at + 12));
    if (!braces) return [1, 1];
    this.#at += braces[0].length;
    const least = Number(braces[1]);
    if (braces[2] === undefined) return [least, least];
    return [least, braces[3] === '' ? Infinity : Number(braces[3])];
  }

  #peek(): string {
    return this.#text[this.#at];
  }

  #take(): string {
    if (this.isAtEnd) throw new UnknownSyntax();
    return this.#text[this.#at++];
  }

  #accept(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #skipPast(text: string): void {
    const end = this.#text.indexOf(text, this.#at);
    if (end === -1) throw new UnknownSyntax();
    this.#at = end + text.length;
  }
}
