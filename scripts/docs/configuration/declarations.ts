import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseSync } from 'vite';

/** A field of an interface, as it is written. */
export interface DeclaredField {
  readonly name: string;
  readonly isOptional: boolean;
  /** Its type, on one line. */
  readonly type: string;
  readonly doc: string;
}

/** An interface with its fields, or an alias with its type. */
export interface Declaration {
  readonly name: string;
  readonly doc: string;
  readonly fields: readonly DeclaredField[];
  /** The interfaces whose fields it has as well, as they are written: `Omit<Other, 'field'>`. */
  readonly extends: readonly string[];
  /** Of an alias. */
  readonly type?: string;
}

/** What the syntax tree has, of which only these parts matter. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** The interfaces and aliases of all source files below a folder, by name. */
export function readDeclarations(folder: string): ReadonlyMap<string, Declaration> {
  const files = globSync('**/*.ts', { cwd: folder }).filter((file) => !file.endsWith('.test.ts'));
  return new Map(files.toSorted().flatMap((file) => declarationsOf(join(folder, file))));
}

function declarationsOf(file: string): readonly [string, Declaration][] {
  const text = readFileSync(file, 'utf8');
  const { program, comments } = parseSync(file, text);
  const textOf = ({ start, end }: Node): string => text.slice(start, end).replaceAll(/\s+/g, ' ');
  const docOf = (node: Node): string => {
    const comment = comments.findLast(({ end }) => end <= node.start);
    const isDoc = comment?.value.startsWith('*') && text.slice(comment.end, node.start).trim() === '';
    return isDoc ? plainDoc(comment?.value ?? '') : '';
  };
  return (program.body as unknown as readonly Node[]).flatMap((statement) => {
    const isExport = statement.type === 'ExportNamedDeclaration';
    const node = (isExport ? statement['declaration'] : statement) as Node | null;
    if (node?.type !== 'TSInterfaceDeclaration' && node?.type !== 'TSTypeAliasDeclaration') return [];
    const { name } = node['id'] as { readonly name: string };
    const parameters = parametersOf(node, textOf);
    const declaration: Declaration = {
      name,
      doc: docOf(statement),
      fields: membersOf(node).map((member) =>
        fieldOf(member, (part) => withBounds(textOf(part), parameters), docOf),
      ),
      extends: ((node['extends'] ?? []) as readonly Node[]).map(textOf),
      ...(node.type === 'TSTypeAliasDeclaration' && { type: textOf(node['typeAnnotation'] as Node) }),
    };
    return [[name, declaration]];
  });
}

/** What a type parameter may be at most, by its name. */
function parametersOf(node: Node, textOf: (node: Node) => string): ReadonlyMap<string, string> {
  const { params = [] } = (node['typeParameters'] ?? {}) as { readonly params?: readonly Node[] };
  return new Map(
    params.flatMap((parameter) => {
      const constraint = parameter['constraint'] as Node | null;
      const { name } = parameter['name'] as { readonly name: string };
      return constraint ? [[name, textOf(constraint)] as const] : [];
    }),
  );
}

/** A reader gives what a parameter stands for, not the parameter. */
function withBounds(type: string, parameters: ReadonlyMap<string, string>): string {
  const bound = parameters.get(type.replace(/^: /, ''));
  return bound ?? type;
}

function membersOf(node: Node): readonly Node[] {
  if (node.type !== 'TSInterfaceDeclaration') return [];
  const { body } = node['body'] as { readonly body: readonly Node[] };
  return body.filter(({ type }) => type === 'TSPropertySignature');
}

function fieldOf(member: Node, textOf: (node: Node) => string, docOf: (node: Node) => string): DeclaredField {
  const annotation = member['typeAnnotation'] as Node | null;
  return {
    name: textOf(member['key'] as Node),
    isOptional: member['optional'] === true,
    type: annotation ? textOf(annotation).replace(/^: /, '') : 'unknown',
    doc: docOf(member),
  };
}

/** The text of a doc comment before its tags. */
function plainDoc(comment: string): string {
  const lines = comment.replace(/^\*/, '').split('\n');
  const text = lines.map((line) => line.replace(/^\s*\* ?/, '')).join(' ');
  return text
    .replace(/(^|\s)@\w[\s\S]*$/, '')
    .replaceAll(/\{@link (\w+)\}/g, '`$1`')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
