import { parseDuration } from '@telltale/model';
import type { Node, Pair, Scalar, YAMLMap } from 'yaml';
import { isMap, isScalar, isSeq } from 'yaml';
import { closestName } from '@telltale/model';
import type { ScalarStyle } from './scalar-source.ts';
import { ScalarSource } from './scalar-source.ts';
import type { YamlFile } from './yaml-file.ts';
import { isNullNode, offsetOf } from './yaml-file.ts';

/** A text with the way back to the file it was read from. */
export interface LocatedText {
  readonly text: string;
  /** Offset in the file. */
  readonly offset: number;
  readonly source: ScalarSource;
}

interface Field {
  readonly keyOffset: number;
  /** Absent where the file's alias budget is spent. */
  readonly value: Node | undefined;
}

/** Merge keys inside merge keys deeper than this are a trap, not a configuration. */
const MAX_MERGE_DEPTH = 16;

/**
 * Reads the fields of one mapping. Wrong types become issues and read as absent. After all reads,
 * {@link MappingReader.finish} reports the fields nobody asked for.
 */
export class MappingReader {
  /** What the mapping is, for messages: `rule`, `scrape config`. */
  readonly what: string;
  /** Offset of the mapping in the file. */
  readonly offset: number;
  readonly #yaml: YamlFile;
  readonly #fields: ReadonlyMap<string, Field>;
  readonly #asked = new Set<string>();

  private constructor(yaml: YamlFile, node: YAMLMap, what: string) {
    this.#yaml = yaml;
    this.what = what;
    this.offset = offsetOf(node);
    this.#fields = readFields(yaml, node);
  }

  /** A reader for a node, or `undefined` with an issue where the node is no mapping. */
  static of(yaml: YamlFile, value: unknown, what: string): MappingReader | undefined {
    const node = yaml.resolve(value);
    if (node === undefined) return undefined;
    if (isMap(node)) return new MappingReader(yaml, node, what);
    const found = describeNode(node);
    yaml.issues.error('wrong-type', offsetOf(node), `a ${what} must be a mapping, not ${found}`);
    return undefined;
  }

  /** The names of all fields, in file order. */
  get names(): readonly string[] {
    return [...this.#fields.keys()];
  }

  has(name: string): boolean {
    return this.#fields.has(name);
  }

  /** Offset of a field's name, or of the mapping where the field is absent. */
  offsetOfField(name: string): number {
    return this.#fields.get(name)?.keyOffset ?? this.offset;
  }

  text(name: string): string | undefined {
    return this.located(name)?.text;
  }

  /** A text field with its place; a null value reads as absent. */
  located(name: string): LocatedText | undefined {
    const scalar = this.#scalar(name, 'text');
    return scalar && locate(this.#yaml, scalar);
  }

  /** Like {@link located}, with an issue where the field is absent or empty. */
  required(name: string, fix: string): LocatedText | undefined {
    const located = this.located(name);
    if (located && located.text.trim() !== '') return located;
    const isBroken =
      this.#fields.has(name) && this.#scalar(name, 'text') === undefined && !this.#isNull(name);
    if (!isBroken) this.#missing(name, fix);
    return undefined;
  }

  durationMs(name: string): number | undefined {
    const scalar = this.#scalar(name, 'a duration');
    if (!scalar) return undefined;
    const text = scalarText(scalar);
    const ms = parseDuration(text);
    if (ms === undefined) {
      const fix = 'write a number and a unit of ms, s, m, h, d, w, y: 30s, 1h30m';
      this.#error('bad-duration', scalar, `'${name}' is not a duration: ${quote(text)}`, fix);
    }
    return ms;
  }

  /** A whole number, zero or more. */
  count(name: string): number | undefined {
    const scalar = this.#scalar(name, 'a number');
    if (!scalar) return undefined;
    const text = scalarText(scalar);
    const number = /^\d{1,15}$/.test(text) ? Number(text) : undefined;
    if (number === undefined) {
      this.#error('wrong-type', scalar, `'${name}' must be a whole number, not ${quote(text)}`);
    }
    return number;
  }

  flag(name: string): boolean | undefined {
    const scalar = this.#scalar(name, 'true or false');
    if (!scalar) return undefined;
    const text = scalarText(scalar).toLowerCase();
    if (['true', 'yes', 'on', 'y'].includes(text)) return true;
    if (['false', 'no', 'off', 'n'].includes(text)) return false;
    this.#error('wrong-type', scalar, `'${name}' must be true or false, not ${quote(text)}`);
    return undefined;
  }

  /** A mapping of texts, in file order; its values by name. Absent reads as empty. */
  texts(name: string): ReadonlyMap<string, LocatedText> {
    const node = this.#node(name);
    const texts = new Map<string, LocatedText>();
    if (node === undefined || isNullNode(node)) return texts;
    if (!isMap(node)) {
      this.#error(
        'wrong-type',
        node,
        `'${name}' must be a mapping of names to texts, not ${describeNode(node)}`,
      );
      return texts;
    }
    for (const [key, { value }] of readFields(this.#yaml, node)) {
      if (value && isScalar(value)) texts.set(key, locate(this.#yaml, value));
      else if (value) {
        this.#error(
          'wrong-type',
          value,
          `the value of '${key}' in '${name}' must be text, not ${describeNode(value)}`,
        );
      }
    }
    return texts;
  }

  /** The items of a list; absent and null read as empty. */
  items(name: string): readonly unknown[] {
    const node = this.#node(name);
    if (node === undefined || isNullNode(node)) return [];
    if (isSeq(node)) return node.items;
    this.#error('wrong-type', node, `'${name}' must be a list, not ${describeNode(node)}`);
    return [];
  }

  /** A list of texts. */
  textItems(name: string): readonly LocatedText[] {
    return this.items(name).flatMap((item) => {
      const node = this.#yaml.resolve(item);
      if (node === undefined) return [];
      if (isScalar(node)) return [locate(this.#yaml, node)];
      this.#error('wrong-type', node, `the items of '${name}' must be texts, not ${describeNode(node)}`);
      return [];
    });
  }

  /** A nested mapping, or `undefined` where it is absent or no mapping. */
  mapping(name: string, what: string): MappingReader | undefined {
    const node = this.#node(name);
    return node === undefined || isNullNode(node) ? undefined : MappingReader.of(this.#yaml, node, what);
  }

  /** The names among `known` that the mapping has: valid fields whose values are not read. */
  takeUnread(known: readonly string[]): readonly string[] {
    for (const name of known) this.#asked.add(name);
    return known.filter((name) => this.#fields.has(name));
  }

  /** Reports the fields that no read asked for. */
  finish(): void {
    for (const [name, { keyOffset }] of this.#fields) {
      if (this.#asked.has(name)) continue;
      const meant = closestName(name, this.#asked);
      const fix = meant ? `did you mean '${meant}'?` : `a ${this.what} has: ${[...this.#asked].join(', ')}`;
      this.#yaml.issues.error('unknown-field', keyOffset, `a ${this.what} has no field '${name}'`, fix);
    }
  }

  #node(name: string): Node | undefined {
    this.#asked.add(name);
    return this.#fields.get(name)?.value;
  }

  #isNull(name: string): boolean {
    const node = this.#node(name);
    return node !== undefined && isNullNode(node);
  }

  #scalar(name: string, wanted: string): Scalar | undefined {
    const node = this.#node(name);
    if (node === undefined || isNullNode(node)) return undefined;
    if (isScalar(node)) return node;
    this.#error('wrong-type', node, `'${name}' must be ${wanted}, not ${describeNode(node)}`);
    return undefined;
  }

  #missing(name: string, fix: string): void {
    this.#yaml.issues.error(
      'missing-field',
      this.offsetOfField(name),
      `the ${this.what} has no '${name}'`,
      fix,
    );
  }

  #error(code: 'wrong-type' | 'bad-duration', node: Node, message: string, fix = ''): void {
    this.#yaml.issues.error(code, offsetOf(node), message, fix);
  }
}

/** Own fields first, then those of merge keys (`<<`) that are not there yet. */
function readFields(yaml: YamlFile, map: YAMLMap, depth = 0): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  const merged: unknown[] = [];
  for (const pair of map.items) {
    const key = yaml.resolve(pair.key);
    if (key === undefined) continue;
    if (!isScalar(key)) {
      yaml.issues.error('wrong-type', offsetOf(key), `a field name must be text, not ${describeNode(key)}`);
    } else if (key.value === '<<' && key.type === 'PLAIN') merged.push(pair.value);
    else addField(yaml, fields, key, pair);
  }
  for (const source of merged) mergeFields(yaml, fields, source, depth);
  return fields;
}

function addField(yaml: YamlFile, fields: Map<string, Field>, key: Scalar, pair: Pair): void {
  const name = scalarText(key);
  if (fields.has(name)) {
    yaml.issues.error('duplicate-key', offsetOf(key), `'${name}' is given twice`, 'remove one of them');
    return;
  }
  fields.set(name, { keyOffset: offsetOf(key), value: yaml.resolve(pair.value) });
}

function mergeFields(yaml: YamlFile, fields: Map<string, Field>, source: unknown, depth: number): void {
  const node = yaml.resolve(source);
  if (node === undefined || depth >= MAX_MERGE_DEPTH) return;
  if (isSeq(node)) {
    for (const item of node.items) mergeFields(yaml, fields, item, depth + 1);
    return;
  }
  if (!isMap(node)) {
    yaml.issues.error('wrong-type', offsetOf(node), `'<<' must name a mapping, not ${describeNode(node)}`);
    return;
  }
  for (const [name, field] of readFields(yaml, node, depth + 1)) {
    if (!fields.has(name)) fields.set(name, field);
  }
}

function locate(yaml: YamlFile, scalar: Scalar): LocatedText {
  const text = scalarText(scalar);
  const [start, end] = scalar.range ?? [0, 0];
  const source = new ScalarSource(text, { source: yaml.source, start, end, style: styleOf(scalar) });
  return { text, offset: start, source };
}

function styleOf(scalar: Scalar): ScalarStyle {
  switch (scalar.type) {
    case 'QUOTE_DOUBLE':
      return 'double-quoted';
    case 'QUOTE_SINGLE':
      return 'single-quoted';
    case 'BLOCK_FOLDED':
    case 'BLOCK_LITERAL':
      return 'block';
    default:
      return 'plain';
  }
}

/** With the failsafe schema every scalar's value is its text; nulls read as empty, as in Go. */
function scalarText(scalar: Scalar): string {
  return isNullNode(scalar) ? '' : String(scalar.value);
}

function describeNode(node: Node): string {
  if (isMap(node)) return 'a mapping';
  if (isSeq(node)) return 'a list';
  if (isNullNode(node)) return 'nothing';
  return isScalar(node) ? `the text ${quote(scalarText(node))}` : 'an alias';
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
