import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

import { parseSync } from 'vite';

/** A symbol that an entry of a package exports, and the doc comment at its declaration. */
export interface ExportedSymbol {
  readonly name: string;
  /** File of the declaration. */
  readonly path: string;
  /** Text between the comment signs, or undefined where there is none. */
  readonly doc: string | undefined;
}

/**
 * The symbols an entry exports, each looked up where it is declared. What is re-exported from another
 * package is left to that package's own entry.
 */
export function exportedSymbols(entry: string): readonly ExportedSymbol[] {
  const text = readFileSync(entry, 'utf8');
  const { program, comments } = parseSync(entry, text);
  const symbols: ExportedSymbol[] = [];
  for (const node of program.body) {
    if (node.type !== 'ExportNamedDeclaration') continue;
    if (node.source) {
      if (!node.source.value.startsWith('.')) continue;
      const declared = exportedSymbols(resolve(dirname(entry), node.source.value));
      const wanted = node.specifiers.map(({ local }) => ('name' in local ? local.name : local.value));
      symbols.push(...wanted.map((name) => findSymbol(declared, name, entry)));
    } else if (node.declaration) {
      const comment = comments.findLast(({ end }) => end <= node.start);
      const isDoc = comment?.value.startsWith('*') && text.slice(comment.end, node.start).trim() === '';
      const doc = isDoc ? comment?.value.slice(1) : undefined;
      symbols.push(...declaredNames(node.declaration).map((name) => ({ name, path: entry, doc })));
    }
  }
  return symbols;
}

/** Of overloads, the first one carries the doc comment. */
function findSymbol(declared: readonly ExportedSymbol[], name: string, entry: string): ExportedSymbol {
  return declared.find((symbol) => symbol.name === name) ?? { name, path: entry, doc: undefined };
}

function declaredNames(declaration: object): readonly string[] {
  const declarators = Reflect.get(declaration, 'declarations');
  const nodes: readonly unknown[] = Array.isArray(declarators) ? declarators : [declaration];
  return nodes.map((node) => String(Reflect.get(Object(Reflect.get(Object(node), 'id')), 'name')));
}
