import { readFileSync } from 'node:fs';
import { parseSync } from 'vite';

/** One import, re-export, dynamic import or `import('…')` type of a source file. */
export interface SourceImport {
  readonly specifier: string;
  /** Whether it disappears when the types are stripped. */
  readonly isType: boolean;
  readonly line: number;
}

/** A parsed source file. */
export interface SourceFile {
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly SourceImport[];
}

/** Reads a TypeScript file and finds what it imports, types included. */
export function readSourceFile(path: string): SourceFile {
  const text = readFileSync(path, 'utf8');
  return { path, text, imports: importsOf(path, text) };
}

function importsOf(path: string, text: string): readonly SourceImport[] {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new SyntaxError(`${path}: ${errors[0].message}`);
  const found: SourceImport[] = [];
  visit(program, (node) => {
    const specifier = specifierOf(node);
    if (specifier === undefined) return;
    const line = text.slice(0, Number(node.start)).split('\n').length;
    found.push({ specifier, isType: isTypeOnly(node), line });
  });
  return found;
}

type Node = Readonly<Record<string, unknown>>;

const IMPORTING_NODES = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
]);

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

function visit(value: unknown, onNode: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, onNode);
    return;
  }
  if (!isNode(value)) return;
  if (typeof value.type === 'string') onNode(value);
  for (const child of Object.values(value)) visit(child, onNode);
}

function specifierOf(node: Node): string | undefined {
  if (!IMPORTING_NODES.has(String(node.type)) || !isNode(node.source)) return undefined;
  return typeof node.source.value === 'string' ? node.source.value : undefined;
}

function isTypeOnly(node: Node): boolean {
  if (node.type === 'TSImportType') return true;
  if (node.importKind === 'type' || node.exportKind === 'type') return true;
  const { specifiers } = node;
  if (!Array.isArray(specifiers) || specifiers.length === 0) return false;
  return specifiers.every((item) => item.importKind === 'type' || item.exportKind === 'type');
}
