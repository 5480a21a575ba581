import type { Operand, Pipeline, TemplateNode } from '@telltale/formats';
import { TemplateError } from '@telltale/formats';
import { GO_FUNCTIONS } from './go-functions.ts';

/** What names a template may use. */
export interface TemplateNames {
  readonly functions: ReadonlyMap<string, unknown>;
  /** Variables that are there from the start, without the dollar sign. */
  readonly variables?: ReadonlySet<string>;
}

/** The two functions that the execution knows itself: they do not evaluate all arguments. */
const LAZY_FUNCTIONS: ReadonlySet<string> = new Set(['and', 'or']);

/**
 * Checks that functions and variables exist, and that loops are left from within loops.
 *
 * @throws TemplateError
 */
export function checkNames(body: readonly TemplateNode[], names: TemplateNames): void {
  new NameCheck(names).checkBody(body, new Set(['', ...(names.variables ?? [])]), { loop: false, top: true });
}

interface Place {
  readonly loop: boolean;
  /** Whether it is in no other block. */
  readonly top: boolean;
}

class NameCheck {
  readonly #names: TemplateNames;

  constructor(names: TemplateNames) {
    this.#names = names;
  }

  checkBody(nodes: readonly TemplateNode[], outer: ReadonlySet<string>, place: Place): void {
    // Variables live until the end of their block.
    const scope = new Set(outer);
    for (const node of nodes) this.#checkNode(node, scope, place);
  }

  #checkNode(node: TemplateNode, scope: Set<string>, place: Place): void {
    switch (node.kind) {
      case 'print':
        return this.#checkPipeline(node.pipeline, scope);
      case 'if':
      case 'with':
      case 'range': {
        const inner = new Set(scope);
        this.#checkPipeline(node.condition, inner);
        if (node.indexVariable !== undefined) inner.add(node.indexVariable);
        this.checkBody(node.body, inner, { loop: place.loop || node.kind === 'range', top: false });
        return this.checkBody(node.otherwise, inner, { ...place, top: false });
      }
      case 'break':
      case 'continue':
        if (!place.loop) throw new TemplateError(`{{${node.kind}}} outside {{range}}`);
        return undefined;
      case 'define':
        if (!place.top) throw new TemplateError('unexpected {{define}}');
        return this.checkBody(node.body, new Set(['']), { loop: false, top: false });
      case 'block':
      case 'template':
        if (node.argument) this.#checkPipeline(node.argument, scope);
        if (node.kind === 'block') this.checkBody(node.body, new Set(['']), { loop: false, top: false });
        return undefined;
      case 'text':
        return undefined;
    }
  }

  #checkPipeline({ commands, assignsTo }: Pipeline, scope: Set<string>): void {
    for (const command of commands) for (const operand of command) this.#checkOperand(operand, scope);
    if (!assignsTo) return;
    if (!assignsTo.isNew && !scope.has(assignsTo.name)) throw undefinedVariable(assignsTo.name);
    scope.add(assignsTo.name);
  }

  #checkOperand({ head }: Operand, scope: Set<string>): void {
    switch (head.kind) {
      case 'paren':
        return this.#checkPipeline(head.pipeline, scope);
      case 'variable':
        if (!scope.has(head.name)) throw undefinedVariable(head.name);
        return undefined;
      case 'function':
        if (this.#names.functions.has(head.name) || GO_FUNCTIONS.has(head.name)) return undefined;
        if (LAZY_FUNCTIONS.has(head.name)) return undefined;
        throw new TemplateError(`function "${head.name}" not defined`);
      default:
        return undefined;
    }
  }
}

function undefinedVariable(name: string): TemplateError {
  return new TemplateError(`undefined variable "$${name}"`);
}
