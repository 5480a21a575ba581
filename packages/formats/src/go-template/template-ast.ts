import type { SourceRange } from '@telltale/model';

/** A name with its place in the template's text. */
export interface PlacedName extends SourceRange {
  readonly name: string;
}

/** One operand of a command, with the fields asked of it: `$labels.route`, `(printf "x").y`. */
export interface Operand extends SourceRange {
  readonly head: OperandHead;
  readonly fields: readonly PlacedName[];
}

/** What an operand begins with: the dot, a variable, a literal, a function or a pipeline in parentheses. */
export type OperandHead =
  | { readonly kind: 'dot' }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'literal'; readonly value: string | number | bigint | boolean }
  | { readonly kind: 'nil' }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'paren'; readonly pipeline: Pipeline };

/** `a | b c`: the result of each command is the last argument of the next one. */
export interface Pipeline {
  /** Variable that takes the result; the pipeline then prints nothing. */
  readonly assignsTo?: { readonly name: string; readonly isNew: boolean };
  readonly commands: readonly (readonly Operand[])[];
}

/** A block with a pipeline in front: `if`, `with` and `range`. */
export interface TemplateBranch {
  readonly kind: 'if' | 'with' | 'range';
  readonly condition: Pipeline;
  /** Variable of the position in `range $i, $e := …`. */
  readonly indexVariable?: string;
  readonly body: readonly TemplateNode[];
  readonly otherwise: readonly TemplateNode[];
}

/** A part of a template: text, something printed, or a block with parts of its own. */
export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string }
  | ({ readonly kind: 'print'; readonly pipeline: Pipeline } & SourceRange)
  | TemplateBranch
  | { readonly kind: 'break' | 'continue' }
  /** Runs a named template; `block` also gives its body in case nobody else does. */
  | ({ readonly kind: 'template'; readonly name: string; readonly argument?: Pipeline } & SourceRange)
  | {
      readonly kind: 'define' | 'block';
      readonly name: string;
      readonly argument?: Pipeline;
      readonly body: readonly TemplateNode[];
    };
