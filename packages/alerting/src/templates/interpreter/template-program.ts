import type { TemplateNode } from '@telltale/formats';
import { parseTemplate } from '@telltale/formats';
import { checkNames } from './check-names.ts';
import type { TemplateNames } from './check-names.ts';

/** The body of a template that others call by its name. */
export type TemplateLibrary = ReadonlyMap<string, readonly TemplateNode[]>;

/** A template that can be executed. */
export interface TemplateProgram {
  readonly body: readonly TemplateNode[];
  /** Templates it defines, and those it was given. */
  readonly library: TemplateLibrary;
}

/**
 * Parses a template and checks its names, as Go does before anything is rendered. What it defines goes
 * before what the library has.
 *
 * @throws TemplateError
 */
export function compileProgram(
  text: string,
  names: TemplateNames,
  library: TemplateLibrary = new Map(),
): TemplateProgram {
  const body = parseTemplate(text);
  checkNames(body, names);
  const own = new Map(library);
  define(body, own);
  return { body, library: own };
}

function define(nodes: readonly TemplateNode[], library: Map<string, readonly TemplateNode[]>): void {
  for (const node of nodes) {
    switch (node.kind) {
      case 'define':
        library.set(node.name, node.body);
        break;
      case 'block':
        library.set(node.name, node.body);
        define(node.body, library);
        break;
      case 'if':
      case 'with':
      case 'range':
        define(node.body, library);
        define(node.otherwise, library);
    }
  }
}
