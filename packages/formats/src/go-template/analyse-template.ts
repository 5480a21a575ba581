import type { SourceRange } from '@telltale/model';
import { closestName } from '@telltale/model';
import { parseTemplate } from './parse-template.ts';
import type { Operand, Pipeline, PlacedName, TemplateBranch, TemplateNode } from './template-ast.ts';
import { ALERT_FIELDS } from './template-dialect.ts';
import type { TemplateDataKind, TemplateDialect } from './template-dialect.ts';
import { TemplateError } from './template-error.ts';

/** Why a template cannot be read, or fails whenever it is rendered. */
export interface TemplateFault extends SourceRange {
  readonly message: string;
  /** The function or variable that was probably meant. */
  readonly meant?: string;
}

/** A place where a template prints the value of an alert. */
export interface PrintedValue extends SourceRange {
  /** Functions the value goes through, in the order written. */
  readonly functions: readonly string[];
  /** Format of `printf`, where the value goes through that. */
  readonly format?: string;
  /** The text that follows, up to the next action. */
  readonly textAfter: string;
}

/** What a template reads, without rendering it. */
export interface TemplateAnalysis {
  readonly faults: readonly TemplateFault[];
  /** Labels of the alert that are read, each time. */
  readonly labels: readonly PlacedName[];
  readonly externalLabels: readonly PlacedName[];
  readonly values: readonly PrintedValue[];
  /** Functions that are called, each time. */
  readonly functions: readonly PlacedName[];
}

/** Reads a template and says what it depends on. Never throws: a template that is no template has a fault. */
export function analyseTemplate(source: string, dialect: TemplateDialect): TemplateAnalysis {
  const analysis = new TemplateWalk(dialect);
  try {
    analysis.walk(parseTemplate(source), new Map(dialect.variables), dialect.root);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const start = Math.min(error.offset ?? 0, Math.max(0, source.length - 1));
    analysis.faults.push({ message: error.message, start, end: Math.min(source.length, start + 2) });
  }
  return analysis;
}

type Scope = Map<string, TemplateDataKind>;

class TemplateWalk implements TemplateAnalysis {
  readonly faults: TemplateFault[] = [];
  readonly labels: PlacedName[] = [];
  readonly externalLabels: PlacedName[] = [];
  readonly values: PrintedValue[] = [];
  readonly functions: PlacedName[] = [];
  readonly #dialect: TemplateDialect;

  constructor(dialect: TemplateDialect) {
    this.#dialect = dialect;
  }

  /** Variables live until the end of their block, so that `scope` is the block's own. */
  walk(nodes: readonly TemplateNode[], scope: Scope, dot: TemplateDataKind): void {
    for (const [index, node] of nodes.entries()) {
      const next = nodes[index + 1];
      const textAfter = next?.kind === 'text' ? next.text : '';
      this.#walkNode(node, scope, dot, textAfter);
    }
  }

  #walkNode(node: TemplateNode, scope: Scope, dot: TemplateDataKind, textAfter: string): void {
    switch (node.kind) {
      case 'print':
        return this.#walkPrint(node, scope, dot, textAfter);
      case 'if':
      case 'with':
      case 'range':
        return this.#walkBranch(node, scope, dot);
      case 'template':
        if (node.argument) this.#kindOf(node.argument, scope, dot);
        return undefined;
      case 'define':
      case 'block':
        if (node.argument) this.#kindOf(node.argument, scope, dot);
        return this.walk(node.body, new Map([['', 'other']]), 'other');
      default:
        return undefined;
    }
  }

  #walkPrint(
    node: Extract<TemplateNode, { kind: 'print' }>,
    scope: Scope,
    dot: TemplateDataKind,
    textAfter: string,
  ): void {
    const before = this.functions.length;
    const use = { hasValue: false };
    this.#kindOf(node.pipeline, scope, dot, use);
    if (!use.hasValue || node.pipeline.assignsTo) return;
    const functions = this.functions.slice(before).map(({ name }) => name);
    const format = formatOf(node.pipeline);
    const { start, end } = node;
    this.values.push({ functions, ...(format === undefined ? {} : { format }), textAfter, start, end });
  }

  #walkBranch(node: TemplateBranch, scope: Scope, dot: TemplateDataKind): void {
    const inner: Scope = new Map(scope);
    const kind = this.#kindOf(node.condition, inner, dot);
    if (node.indexVariable !== undefined) inner.set(node.indexVariable, 'other');
    if (node.kind === 'range' && node.condition.assignsTo) inner.set(node.condition.assignsTo.name, 'other');
    const innerDot = node.kind === 'if' ? dot : node.kind === 'with' ? kind : 'other';
    this.walk(node.body, new Map(inner), innerDot);
    this.walk(node.otherwise, inner, dot);
  }

  /** What a pipeline gives; a function gives something of its own. */
  #kindOf(
    { commands, assignsTo }: Pipeline,
    scope: Scope,
    dot: TemplateDataKind,
    use: { hasValue: boolean } = { hasValue: false },
  ): TemplateDataKind {
    let kind: TemplateDataKind = 'other';
    for (const [index, command] of commands.entries()) {
      const [head] = command;
      const isCall = head.head.kind === 'function';
      const kinds = command.map((operand) => this.#operandKind(operand, scope, dot, use));
      if (command.length > 1 || index > 0) this.#checkCall(head, kinds[0]);
      if (kinds.includes('value')) use.hasValue = true;
      this.#readIndex(command, kinds);
      kind = isCall ? 'other' : kinds[0];
    }
    if (assignsTo) this.#assign(assignsTo, kind, scope, commands);
    return kind;
  }

  #assign(
    { name, isNew }: NonNullable<Pipeline['assignsTo']>,
    kind: TemplateDataKind,
    scope: Scope,
    commands: Pipeline['commands'],
  ): void {
    const [[first]] = commands;
    if (!isNew && !scope.has(name)) this.#undefinedVariable(name, first, scope);
    scope.set(name, kind);
  }

  /** What has arguments must be a function; a field may be a method of what it belongs to. */
  #checkCall({ head, start, end }: Operand, kind: TemplateDataKind): void {
    if (head.kind !== 'literal' && (kind === 'other' || kind === 'alert')) return;
    const message = 'this is no function, so it takes no arguments';
    this.faults.push({ message, meant: '|', start, end });
  }

  /** `index $labels "route"`. */
  #readIndex(command: readonly Operand[], kinds: readonly TemplateDataKind[]): void {
    const [func, , key] = command;
    if (func.head.kind !== 'function' || func.head.name !== 'index' || key?.head.kind !== 'literal') return;
    if (typeof key.head.value !== 'string') return;
    const read = { name: key.head.value, start: key.start, end: key.end };
    if (kinds[1] === 'labels') this.labels.push(read);
    else if (kinds[1] === 'external-labels') this.externalLabels.push(read);
  }

  #operandKind(
    operand: Operand,
    scope: Scope,
    dot: TemplateDataKind,
    use: { hasValue: boolean },
  ): TemplateDataKind {
    return operand.fields.reduce<TemplateDataKind>(
      (kind, field) => this.#fieldKind(kind, field),
      this.#headKind(operand, scope, dot, use),
    );
  }

  #headKind(
    operand: Operand,
    scope: Scope,
    dot: TemplateDataKind,
    use: { hasValue: boolean },
  ): TemplateDataKind {
    const { head } = operand;
    switch (head.kind) {
      case 'dot':
        return dot;
      case 'variable':
        if (head.name === '') return scope.get('') ?? this.#dialect.root;
        if (!scope.has(head.name)) this.#undefinedVariable(head.name, operand, scope);
        return scope.get(head.name) ?? 'other';
      case 'function':
        this.#call(head.name, operand);
        return 'other';
      case 'paren':
        return this.#kindOf(head.pipeline, scope, dot, use);
      default:
        return 'other';
    }
  }

  #call(name: string, { start }: Operand): void {
    const place = { start, end: start + name.length };
    this.functions.push({ name, ...place });
    if (this.#dialect.functions.has(name)) return;
    const message = `there is no function '${name}'`;
    this.faults.push({ message, ...meantOf(name, this.#dialect.functions), ...place });
  }

  #undefinedVariable(name: string, { start, end }: SourceRange, scope: Scope): void {
    const message = `there is no variable '$${name}'`;
    const { meant } = meantOf(name, scope.keys());
    this.faults.push({ message, ...(meant === undefined ? {} : { meant: `$${meant}` }), start, end });
  }

  #fieldKind(kind: TemplateDataKind, field: PlacedName): TemplateDataKind {
    if (kind === 'alert' || kind === 'value') return this.#alertField(kind, field);
    if (kind !== 'labels' && kind !== 'external-labels') return 'other';
    if (kind === 'labels') this.labels.push(field);
    else this.externalLabels.push(field);
    return 'text';
  }

  #alertField(kind: 'alert' | 'value', { name, start, end }: PlacedName): TemplateDataKind {
    const known = kind === 'alert' ? ALERT_FIELDS.get(name) : undefined;
    if (known !== undefined) return known;
    const message =
      kind === 'alert' ? `an alert has no field '.${name}'` : 'the value is a number: it has no fields';
    const meant = kind === 'alert' ? meantOf(name, ALERT_FIELDS.keys()) : {};
    this.faults.push({ message, ...meant, start, end });
    return 'other';
  }
}

function meantOf(name: string, known: Iterable<string>): { readonly meant?: string } {
  const meant = closestName(name, known);
  return meant === undefined ? {} : { meant };
}

/** The format of the first `printf` of a pipeline. */
function formatOf({ commands }: Pipeline): string | undefined {
  for (const operands of commands) {
    const [func, format] = operands;
    if (func.head.kind === 'function' && func.head.name === 'printf' && format?.head.kind === 'literal') {
      return String(format.head.value);
    }
    for (const { head } of operands) {
      const inner = head.kind === 'paren' ? formatOf(head.pipeline) : undefined;
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}
