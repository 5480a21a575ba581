import type { Alias, Document, Node } from 'yaml';
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';
import { IssueLog } from './issue-log.ts';
import { SourceText } from './source-text.ts';

/** Real configuration is far smaller; parsing this much takes a few seconds. */
export const MAX_YAML_LENGTH = 4 * 1024 * 1024;

/** Aliases can multiply a small file without end: no more nodes than this are read from one file. */
const MAX_NODES_READ = 500_000;

/** The parser is recursive and slow on nesting that no person writes: such files are not given to it. */
const NESTED_TOO_DEEPLY = /(?:[[{][ \t\r\n]*){100}/;

/** One YAML file: its documents, how to follow aliases, and the faults found so far. */
export interface YamlFile {
  readonly source: SourceText;
  readonly issues: IssueLog;
  /** Root nodes of the documents that have content; empty if the syntax is broken. */
  readonly roots: readonly Node[];
  /** The node an alias stands for, or the node itself; `undefined` when the file's budget is spent. */
  resolve(node: unknown): Node | undefined;
}

/**
 * Reads YAML as Prometheus' and Alertmanager's loaders do: every scalar stays text until a field
 * asks for a type. Never throws; syntax errors become issues.
 */
export function readYaml(text: string, file: string): YamlFile {
  const source = new SourceText(file, text);
  const issues = new IssueLog(source);
  const roots = text.length > MAX_YAML_LENGTH ? tooLarge(text, issues) : parseRoots(text, issues);
  const targets = aliasTargets(roots, issues);
  let nodesRead = 0;
  const resolve = (node: unknown): Node | undefined => {
    if (++nodesRead > MAX_NODES_READ) {
      if (nodesRead === MAX_NODES_READ + 1) reportBudget(issues);
      return undefined;
    }
    if (isAlias(node)) return targets.get(node);
    return isScalar(node) || isMap(node) || isSeq(node) ? node : undefined;
  };
  return { source, issues, roots, resolve };
}

/** Whether a text can be read as YAML at all. */
export function isYaml(text: string): boolean {
  return readYaml(text, '').issues.issues().length === 0;
}

/** Offset of a node's first character. */
export function offsetOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

/** Whether a node is written as null: nothing, `~` or `null`, without quotes. */
export function isNullNode(node: Node): boolean {
  if (!isScalar(node) || node.type !== 'PLAIN' || node.tag === 'tag:yaml.org,2002:str') return false;
  return node.value === '' || node.value === '~' || /^(?:null|Null|NULL)$/.test(String(node.value));
}

function tooLarge(text: string, issues: IssueLog): readonly Node[] {
  const megabytes = (length: number) => (length / 1024 / 1024).toFixed(1);
  const sizes = `${megabytes(text.length)} MB, the limit is ${megabytes(MAX_YAML_LENGTH)} MB`;
  issues.error('too-large', 0, `the file has ${sizes}`, 'split the file');
  return [];
}

function parseRoots(text: string, issues: IssueLog): readonly Node[] {
  // A NUL never occurs in text; saying so helps more than the parser's first complaint.
  const binaryAt = text.indexOf('\0');
  if (binaryAt !== -1) {
    issues.error('yaml-syntax', binaryAt, 'the file is binary, not YAML');
    return [];
  }
  const nestedAt = text.search(NESTED_TOO_DEEPLY);
  if (nestedAt !== -1) {
    issues.error('yaml-syntax', nestedAt, 'the values are nested too deeply');
    return [];
  }
  const documents = parseDocuments(text);
  const errors = documents.flatMap((document) => document.errors);
  for (const error of errors) issues.error('yaml-syntax', error.pos[0], describeSyntaxError(error.message));
  if (errors.length > 0) return [];
  return documents
    .map((document) => document.contents)
    .flatMap((root) => (root === null || isNullNode(root) ? [] : root));
}

let lastParsed: { readonly text: string; readonly documents: readonly Document.Parsed[] } | undefined;

/** One file is often read as several things, one right after the other; nobody changes the nodes. */
function parseDocuments(text: string): readonly Document.Parsed[] {
  if (lastParsed?.text !== text) {
    const parsed = parseAllDocuments(text, {
      schema: 'failsafe',
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
    });
    lastParsed = { text, documents: 'empty' in parsed ? [] : parsed };
  }
  return lastParsed.documents;
}

function describeSyntaxError(message: string): string {
  return message.startsWith('Maximum call stack') ? 'the values are nested too deeply' : message;
}

/**
 * What each alias stands for: the last node before it with that anchor. One pass over the file; the
 * stack is explicit because a file can nest deeper than the call stack.
 */
function aliasTargets(roots: readonly Node[], issues: IssueLog): ReadonlyMap<Alias, Node> {
  const targets = new Map<Alias, Node>();
  const anchors = new Map<string, Node>();
  const pending: unknown[] = roots.toReversed();
  while (pending.length > 0) {
    const node = pending.pop();
    if (isAlias(node)) linkAlias(node, anchors, targets, issues);
    else if (isScalar(node) || isMap(node) || isSeq(node)) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
      if (isSeq(node)) pending.push(...node.items.toReversed());
      if (isMap(node)) for (const pair of node.items.toReversed()) pending.push(pair.value, pair.key);
    }
  }
  return targets;
}

function linkAlias(
  alias: Alias,
  anchors: ReadonlyMap<string, Node>,
  targets: Map<Alias, Node>,
  issues: IssueLog,
): void {
  const target = anchors.get(alias.source);
  if (target) targets.set(alias, target);
  else issues.error('yaml-syntax', offsetOf(alias), `no anchor '&${alias.source}' stands before this alias`);
}

function reportBudget(issues: IssueLog): void {
  issues.error('too-large', 0, 'aliases multiply the file beyond all measure', 'write the values out');
}
