import type { Node, Pair, Scalar } from 'yaml';
import { isMap, isScalar, isSeq } from 'yaml';
import type { FormatIssue } from '../yaml/format-issue.ts';
import type { ScalarStyle } from '../yaml/scalar-source.ts';
import { ScalarSource } from '../yaml/scalar-source.ts';
import { SourceText } from '../yaml/source-text.ts';
import type { YamlFile } from '../yaml/yaml-file.ts';
import { MAX_YAML_LENGTH, isNullNode, readYaml } from '../yaml/yaml-file.ts';
import { followPath, textsIn } from './follow-path.ts';
import { parseJsonTree } from './parse-json-tree.ts';
import type { SourceEntry, SourceNode } from './source-node.ts';

/** A file as a tree. */
export interface SourceTree {
  readonly source: SourceText;
  /** One per YAML document that has content. */
  readonly roots: readonly SourceNode[];
  /** Why the text is no YAML, or no JSON where it should be that. */
  readonly issues: readonly FormatIssue[];
}

const NUMBER = /^[-+]?(?:\d[\d_]*)(?:\.\d*)?(?:[eE][-+]?\d+)?$/;
const TRUE = /^(?:true|yes|on)$/i;
const FALSE = /^(?:false|no|off)$/i;
/** More levels of merge keys than this are a loop. */
const MAX_MERGE_DEPTH = 20;

/**
 * Reads a YAML or JSON text (JSON is YAML) as a tree with places. Never throws: a text that cannot be
 * read has no roots, and an issue that says why.
 *
 * @param text The file's text.
 * @param file Its name, for positions.
 */
export function parseSourceTree(text: string, file: string): SourceTree {
  const source = new SourceText(file, text);
  const json = startsAsJson(text) ? parseJsonTree(source) : undefined;
  if (json) return { source, roots: [json], issues: [] };
  const yaml = readYaml(text, file);
  const roots = yaml.roots.flatMap((root) => {
    const resolved = yaml.resolve(root);
    return resolved ? [new YamlSourceNode(resolved, yaml)] : [];
  });
  return { source: yaml.source, roots, issues: yaml.issues.issues() };
}

/** Lists and mappings of YAML may start so too, and are read as YAML then. */
function startsAsJson(text: string): boolean {
  return text.length <= MAX_YAML_LENGTH && /^[ \t\r\n]*[[{]/.test(text);
}

class YamlSourceNode implements SourceNode {
  readonly #node: Node;
  readonly #file: YamlFile;
  #entries: readonly SourceEntry[] | undefined;
  #byKey: ReadonlyMap<string, SourceNode> | undefined;
  #items: readonly SourceNode[] | undefined;
  #scalar: ScalarSource | undefined;

  constructor(node: Node, file: YamlFile) {
    this.#node = node;
    this.#file = file;
  }

  get kind(): SourceNode['kind'] {
    if (isMap(this.#node)) return 'mapping';
    if (isSeq(this.#node)) return 'list';
    return isNullNode(this.#node) ? 'null' : 'scalar';
  }

  get start(): number {
    return this.#node.range?.[0] ?? 0;
  }

  get end(): number {
    return this.#node.range?.[1] ?? this.start;
  }

  get(key: string): SourceNode | undefined {
    this.#byKey ??= new Map(this.entries().map((entry) => [entry.key, entry.value]));
    return this.#byKey.get(key);
  }

  at(...path: readonly (string | number)[]): SourceNode | undefined {
    return followPath(this, path);
  }

  entries(): readonly SourceEntry[] {
    return (this.#entries ??= isMap(this.#node) ? this.#readEntries(this.#node.items, 0) : []);
  }

  items(): readonly SourceNode[] {
    return (this.#items ??= isSeq(this.#node) ? this.#node.items.flatMap((item) => this.#child(item)) : []);
  }

  text(): string | undefined {
    return isScalar(this.#node) && this.kind === 'scalar' ? String(this.#node.value) : undefined;
  }

  number(): number | undefined {
    const plain = this.#plain();
    return plain !== undefined && NUMBER.test(plain) ? Number(plain.replaceAll('_', '')) : undefined;
  }

  boolean(): boolean | undefined {
    const plain = this.#plain();
    if (plain === undefined) return undefined;
    return TRUE.test(plain) ? true : FALSE.test(plain) ? false : undefined;
  }

  texts(): readonly string[] {
    return textsIn(this);
  }

  offsetOf(index: number): number {
    if (!isScalar(this.#node)) return this.start;
    const { source } = this.#file;
    const place = { source, start: this.start, end: this.end, style: styleOf(this.#node) };
    this.#scalar ??= new ScalarSource(String(this.#node.value), place);
    return source.offsetAt(this.#scalar.positionAt(index));
  }

  #plain(): string | undefined {
    return isScalar(this.#node) && this.#node.type === 'PLAIN' ? this.text() : undefined;
  }

  #child(node: unknown): readonly SourceNode[] {
    const resolved = this.#file.resolve(node);
    return resolved ? [new YamlSourceNode(resolved, this.#file)] : [];
  }

  /** Entries of merge keys come first, so that the mapping's own keys win. */
  #readEntries(pairs: readonly Pair[], depth: number): readonly SourceEntry[] {
    const merged: SourceEntry[] = [];
    const own: SourceEntry[] = [];
    for (const { key, value } of pairs) {
      const keyNode = this.#file.resolve(key);
      if (!keyNode || !isScalar(keyNode)) continue;
      if (keyNode.value === '<<') merged.push(...this.#mergedEntries(value, depth));
      else own.push(...this.#entry(keyNode, value));
    }
    return [...merged, ...own];
  }

  #entry(keyNode: Scalar, value: unknown): readonly SourceEntry[] {
    const [keyStart, keyEnd] = keyNode.range ?? [0, 0];
    const place = { key: String(keyNode.value), keyStart, keyEnd };
    const [child] = value === null ? [new NullNode(keyEnd)] : this.#child(value);
    return child ? [{ ...place, value: child }] : [];
  }

  #mergedEntries(value: unknown, depth: number): readonly SourceEntry[] {
    const node = this.#file.resolve(value);
    if (!node || depth > MAX_MERGE_DEPTH) return [];
    if (isSeq(node)) return node.items.toReversed().flatMap((item) => this.#mergedEntries(item, depth + 1));
    return isMap(node) ? this.#readEntries(node.items, depth + 1) : [];
  }
}

/** A key without any value, as in `volumes: { data }`. */
class NullNode implements SourceNode {
  readonly kind = 'null';
  readonly start: number;
  readonly end: number;

  constructor(at: number) {
    this.start = at;
    this.end = at;
  }

  get = (): undefined => undefined;
  at = (...path: readonly (string | number)[]): SourceNode | undefined =>
    path.length === 0 ? this : undefined;
  entries = (): readonly SourceEntry[] => [];
  items = (): readonly SourceNode[] => [];
  text = (): undefined => undefined;
  number = (): undefined => undefined;
  boolean = (): undefined => undefined;
  texts = (): readonly string[] => [];
  offsetOf = (): number => this.start;
}

function styleOf({ type }: Scalar): ScalarStyle {
  switch (type) {
    case 'QUOTE_SINGLE':
      return 'single-quoted';
    case 'QUOTE_DOUBLE':
      return 'double-quoted';
    case 'BLOCK_FOLDED':
    case 'BLOCK_LITERAL':
      return 'block';
    default:
      return 'plain';
  }
}
