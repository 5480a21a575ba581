import { ScalarSource } from '../yaml/scalar-source.ts';
import type { SourceText } from '../yaml/source-text.ts';
import { followPath, textsIn } from './follow-path.ts';
import type { SourceEntry, SourceNode } from './source-node.ts';

/** Deeper values are left to the reader of YAML, which says that they are. */
const MAX_DEPTH = 100;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const WORD = /true|false|null/y;
const BLANKS = /[ \t\r\n]*/y;

/**
 * Reads a JSON text as the tree that it is as YAML, many times faster. Returns `undefined` for what is
 * no JSON object or list, or what YAML takes otherwise: the reader of YAML has the word there.
 */
export function parseJsonTree(source: SourceText): SourceNode | undefined {
  const reader = new JsonReader(source);
  reader.skipBlanks();
  const root = reader.value(0);
  reader.skipBlanks();
  const isCollection = root?.kind === 'mapping' || root?.kind === 'list';
  return isCollection && reader.isAtEnd ? root : undefined;
}

/** One pass over a text; after the first fault every method returns `undefined`. */
class JsonReader {
  readonly #source: SourceText;
  readonly #text: string;
  #at = 0;

  constructor(source: SourceText) {
    this.#source = source;
    this.#text = source.text;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#text.length;
  }

  skipBlanks(): void {
    BLANKS.lastIndex = this.#at;
    BLANKS.test(this.#text);
    this.#at = BLANKS.lastIndex;
  }

  value(depth: number): SourceNode | undefined {
    if (depth > MAX_DEPTH) return undefined;
    const next = this.#text[this.#at];
    if (next === '{') return this.#mapping(depth);
    if (next === '[') return this.#list(depth);
    if (next === '"') return this.#quoted();
    return this.#plain();
  }

  #mapping(depth: number): SourceNode | undefined {
    const start = this.#at++;
    const entries: SourceEntry[] = [];
    this.skipBlanks();
    if (this.#takes('}')) return new JsonNode('mapping', { start, end: this.#at, source: this.#source });
    do {
      this.skipBlanks();
      const key = this.#quoted();
      // YAML merges what stands under this key.
      if (!key || key.text() === '<<') return undefined;
      this.skipBlanks();
      if (!this.#takes(':')) return undefined;
      this.skipBlanks();
      const value = this.value(depth + 1);
      if (!value) return undefined;
      entries.push({ key: key.text() ?? '', keyStart: key.start, keyEnd: key.end, value });
      this.skipBlanks();
    } while (this.#takes(','));
    if (!this.#takes('}')) return undefined;
    return new JsonNode('mapping', { start, end: this.#at, source: this.#source, entries });
  }

  #list(depth: number): SourceNode | undefined {
    const start = this.#at++;
    const items: SourceNode[] = [];
    this.skipBlanks();
    if (this.#takes(']')) return new JsonNode('list', { start, end: this.#at, source: this.#source });
    do {
      this.skipBlanks();
      const item = this.value(depth + 1);
      if (!item) return undefined;
      items.push(item);
      this.skipBlanks();
    } while (this.#takes(','));
    if (!this.#takes(']')) return undefined;
    return new JsonNode('list', { start, end: this.#at, source: this.#source, items });
  }

  #quoted(): SourceNode | undefined {
    const start = this.#at;
    if (!this.#takes('"')) return undefined;
    let hasEscapes = false;
    for (let code = this.#code(); code !== QUOTE; code = this.#code()) {
      if (Number.isNaN(code) || code < SPACE) return undefined;
      if (code === BACKSLASH) hasEscapes = true;
      this.#at += code === BACKSLASH ? 2 : 1;
    }
    this.#at++;
    const end = this.#at;
    const text = hasEscapes ? unescaped(this.#text.slice(start, end)) : this.#text.slice(start + 1, end - 1);
    if (text === undefined) return undefined;
    return new JsonNode('scalar', { start, end, source: this.#source, text, isQuoted: true });
  }

  #plain(): SourceNode | undefined {
    const start = this.#at;
    for (const pattern of [NUMBER, WORD]) {
      pattern.lastIndex = start;
      const text = pattern.exec(this.#text)?.[0];
      if (text === undefined) continue;
      this.#at = start + text.length;
      const kind = text === 'null' ? 'null' : 'scalar';
      return new JsonNode(kind, { start, end: this.#at, source: this.#source, text });
    }
    return undefined;
  }

  #code(): number {
    return this.#text.charCodeAt(this.#at);
  }

  #takes(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;

function unescaped(quoted: string): string | undefined {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return undefined;
  }
}

interface JsonParts {
  readonly start: number;
  readonly end: number;
  readonly source: SourceText;
  readonly entries?: readonly SourceEntry[];
  readonly items?: readonly SourceNode[];
  readonly text?: string;
  readonly isQuoted?: boolean;
}

class JsonNode implements SourceNode {
  readonly kind: SourceNode['kind'];
  readonly #parts: JsonParts;
  #scalar: ScalarSource | undefined;
  #byKey: ReadonlyMap<string, SourceNode> | undefined;

  constructor(kind: SourceNode['kind'], parts: JsonParts) {
    this.kind = kind;
    this.#parts = parts;
  }

  get start(): number {
    return this.#parts.start;
  }

  get end(): number {
    return this.#parts.end;
  }

  get(key: string): SourceNode | undefined {
    this.#byKey ??= new Map(this.entries().map((entry) => [entry.key, entry.value]));
    return this.#byKey.get(key);
  }

  at(...path: readonly (string | number)[]): SourceNode | undefined {
    return followPath(this, path);
  }

  entries(): readonly SourceEntry[] {
    return this.#parts.entries ?? [];
  }

  items(): readonly SourceNode[] {
    return this.#parts.items ?? [];
  }

  text(): string | undefined {
    return this.kind === 'scalar' ? this.#parts.text : undefined;
  }

  number(): number | undefined {
    const plain = this.#plain();
    return plain === undefined || plain === 'true' || plain === 'false' ? undefined : Number(plain);
  }

  boolean(): boolean | undefined {
    const plain = this.#plain();
    return plain === 'true' || plain === 'false' ? plain === 'true' : undefined;
  }

  texts(): readonly string[] {
    return textsIn(this);
  }

  offsetOf(index: number): number {
    const { start, end, source, text, isQuoted } = this.#parts;
    if (text === undefined) return start;
    const style = isQuoted ? 'double-quoted' : 'plain';
    this.#scalar ??= new ScalarSource(text, { source, start, end, style });
    return source.offsetAt(this.#scalar.positionAt(index));
  }

  #plain(): string | undefined {
    return this.#parts.isQuoted ? undefined : this.text();
  }
}
