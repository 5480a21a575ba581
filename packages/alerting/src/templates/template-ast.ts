/** One operand of a command, with the fields asked of it: `$labels.route`, `(printf "x").y`. */
export interface Operand {
  readonly head: OperandHead;
  readonly fields: readonly string[];
}

export type OperandHead =
  | { readonly kind: 'dot' }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'literal'; readonly value: string | number | bigint | boolean }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'paren'; readonly pipeline: Pipeline };

/** `a | b c`: the result of each command is the last argument of the next one. */
export interface Pipeline {
  /** Variable that takes the result; the pipeline then prints nothing. */
  readonly assignsTo?: { readonly name: string; readonly isNew: boolean };
  readonly commands: readonly (readonly Operand[])[];
}

export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'print'; readonly pipeline: Pipeline }
  | {
      readonly kind: 'if' | 'with';
      readonly condition: Pipeline;
      readonly body: readonly TemplateNode[];
      readonly otherwise: readonly TemplateNode[];
    };
