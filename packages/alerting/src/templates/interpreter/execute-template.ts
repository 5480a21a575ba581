import type { Operand, Pipeline, PlacedName, TemplateNode } from '@telltale/formats';
import { TemplateError } from '@telltale/formats';
import { GO_FUNCTIONS } from './go-functions.ts';
import { printValue } from './print-value.ts';
import { rangeItems } from './range-items.ts';
import { StepBudget } from './step-budget.ts';
import type { TemplateFunctions } from './template-function.ts';
import type { TemplateProgram } from './template-program.ts';
import { isTruthy, memberOf } from './template-value.ts';
import type { TemplateValue } from './template-value.ts';
import { VariableStack } from './variable-stack.ts';

/** What {@link executeTemplate} takes. */
export interface TemplateExecution {
  readonly program: TemplateProgram;
  /** What `.` and `$` are at the top. */
  readonly dot: TemplateValue;
  /** Variables that are there from the start, without the dollar sign. */
  readonly variables?: Iterable<readonly [string, TemplateValue]>;
  readonly functions: TemplateFunctions;
  /**
   * Applied to all that is printed, but to safe HTML; `before` is what was put out so far. Default: nothing is
   * escaped.
   */
  readonly escape?: (text: string, before: string) => string;
  /** Longer results are cut and end with an ellipsis. Default: 16,384 UTF-16 code units. */
  readonly maxLength?: number;
  /** Evaluating more nodes and operands is an error. Default: 100,000. */
  readonly maxSteps?: number;
}

const DEFAULT_MAX_LENGTH = 16_384;
const DEFAULT_MAX_STEPS = 100_000;
/** Templates that call each other deeper are an error. */
const MAX_CALL_DEPTH = 100;

/**
 * Executes a template. It reads nothing but the data, variables and functions it is given, and ends
 * within its limits, whatever the template.
 *
 * @throws TemplateError
 */
export function executeTemplate(execution: TemplateExecution): string {
  const { maxLength = DEFAULT_MAX_LENGTH } = execution;
  const text = new Execution(execution).run();
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 1).toWellFormed()}…`;
}

type TemplateBranch = Extract<TemplateNode, { readonly condition: Pipeline }>;

/** What comes after a node: the next one, or the end of a loop's turn, of the loop, or of everything. */
type Flow = 'next' | 'continue' | 'break' | 'end';

class Execution {
  readonly #execution: TemplateExecution;
  readonly #maxLength: number;
  readonly #steps: StepBudget;
  #variables: VariableStack;
  #dot: TemplateValue;
  #depth = 0;
  #output = '';

  constructor(execution: TemplateExecution) {
    this.#execution = execution;
    this.#maxLength = execution.maxLength ?? DEFAULT_MAX_LENGTH;
    this.#steps = new StepBudget(execution.maxSteps ?? DEFAULT_MAX_STEPS);
    this.#dot = execution.dot;
    this.#variables = new VariableStack([['', execution.dot], ...(execution.variables ?? [])]);
  }

  run(): string {
    this.#runBody(this.#execution.program.body);
    return this.#output;
  }

  #runBody(nodes: readonly TemplateNode[]): Flow {
    const mark = this.#variables.mark();
    let flow: Flow = 'next';
    for (const node of nodes) {
      this.#steps.take();
      flow = this.#runNode(node);
      // More would be cut anyway.
      if (this.#output.length > this.#maxLength) flow = 'end';
      if (flow !== 'next') break;
    }
    this.#variables.release(mark);
    return flow;
  }

  #runNode(node: TemplateNode): Flow {
    switch (node.kind) {
      case 'text':
        this.#output += node.text;
        return 'next';
      case 'print': {
        const value = this.#evaluate(node.pipeline);
        if (!node.pipeline.assignsTo) this.#print(value);
        return 'next';
      }
      case 'if':
      case 'with':
        return this.#runCondition(node);
      case 'range':
        return this.#runRange(node);
      case 'break':
      case 'continue':
        return node.kind;
      case 'template':
      case 'block':
        return this.#runNamed(node.name, node.argument ? this.#evaluate(node.argument) : null);
      case 'define':
        return 'next';
    }
  }

  #print(value: TemplateValue): void {
    const { escape } = this.#execution;
    const isSafe = typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'html';
    const text = printValue(value);
    this.#output += escape && !isSafe ? escape(text, this.#output) : text;
  }

  #runCondition(node: TemplateBranch): Flow {
    const mark = this.#variables.mark();
    const value = this.#evaluate(node.condition);
    const isTrue = isTruthy(value);
    const flow =
      isTrue && node.kind === 'with'
        ? this.#runWithDot(value, node.body)
        : this.#runBody(isTrue ? node.body : node.otherwise);
    this.#variables.release(mark);
    return flow;
  }

  #runWithDot(dot: TemplateValue, nodes: readonly TemplateNode[]): Flow {
    const outer = this.#dot;
    this.#dot = dot;
    const flow = this.#runBody(nodes);
    this.#dot = outer;
    return flow;
  }

  #runRange(node: TemplateBranch): Flow {
    const mark = this.#variables.mark();
    const { assignsTo, commands } = node.condition;
    const items = rangeItems(this.#evaluate({ commands }));
    let flow: Flow = 'next';
    let isEmpty = true;
    for (const { key, value } of items) {
      isEmpty = false;
      this.#steps.take();
      const inner = this.#variables.mark();
      if (node.indexVariable !== undefined) {
        this.#variables.set({ name: node.indexVariable, isNew: assignsTo?.isNew ?? true }, key);
      }
      if (assignsTo) this.#variables.set(assignsTo, value);
      flow = this.#runWithDot(value, node.body);
      this.#variables.release(inner);
      if (flow === 'break' || flow === 'end') break;
    }
    if (isEmpty) flow = this.#runBody(node.otherwise);
    else if (flow !== 'end') flow = 'next';
    this.#variables.release(mark);
    return flow;
  }

  #runNamed(name: string, dot: TemplateValue): Flow {
    const body = this.#execution.program.library.get(name);
    if (!body) throw new TemplateError(`template ${JSON.stringify(name)} not defined`);
    if (this.#depth >= MAX_CALL_DEPTH) throw new TemplateError('templates call each other too deeply');
    const outer = this.#variables;
    this.#variables = new VariableStack([['', dot]]);
    this.#depth++;
    const flow = this.#runWithDot(dot, body);
    this.#depth--;
    this.#variables = outer;
    return flow === 'end' ? 'end' : 'next';
  }

  #evaluate({ commands, assignsTo }: Pipeline): TemplateValue {
    let result: TemplateValue | undefined;
    for (const command of commands) result = this.#call(command, result);
    if (result === undefined) throw new TemplateError('empty pipeline');
    if (assignsTo) this.#variables.set(assignsTo, result);
    return result;
  }

  #call([first, ...rest]: readonly Operand[], piped: TemplateValue | undefined): TemplateValue {
    const { head, fields } = first;
    if (head.kind === 'function') {
      return this.#fields(this.#callFunction(head.name, rest, piped), fields);
    }
    if (rest.length === 0 && piped === undefined) return this.#operand(first);
    const args = this.#arguments(rest, piped);
    const method = fields.at(-1);
    if (!method) throw new TemplateError("can't give argument to non-function");
    return memberOf(this.#operand({ ...first, fields: fields.slice(0, -1) }), method.name, args);
  }

  #arguments(operands: readonly Operand[], piped: TemplateValue | undefined): TemplateValue[] {
    const args = operands.map((operand) => this.#operand(operand));
    if (piped !== undefined) args.push(piped);
    return args;
  }

  #callFunction(name: string, operands: readonly Operand[], piped: TemplateValue | undefined): TemplateValue {
    if (name === 'and' || name === 'or') return this.#firstThat(name === 'or', operands, piped);
    const func = this.#execution.functions.get(name) ?? GO_FUNCTIONS.get(name);
    if (!func) throw new TemplateError(`function "${name}" not defined`);
    return this.#steps.checked(func(this.#arguments(operands, piped)));
  }

  /** The first value with that truth, else the last one; what follows is not evaluated. */
  #firstThat(truth: boolean, operands: readonly Operand[], piped: TemplateValue | undefined): TemplateValue {
    let last: TemplateValue | undefined;
    for (const operand of operands) {
      last = this.#operand(operand);
      if (isTruthy(last) === truth) return last;
    }
    last = piped ?? last;
    if (last === undefined) throw new TemplateError('wrong number of args: want at least 1 got 0');
    return last;
  }

  #operand({ head, fields }: Operand): TemplateValue {
    this.#steps.take();
    switch (head.kind) {
      case 'literal':
        return this.#fields(head.value, fields);
      case 'nil':
        return null;
      case 'dot':
        return this.#fields(this.#dot, fields);
      case 'paren':
        return this.#fields(this.#evaluate(head.pipeline), fields);
      case 'function':
        return this.#fields(this.#callFunction(head.name, [], undefined), fields);
      case 'variable':
        return this.#fields(this.#variables.get(head.name), fields);
    }
  }

  #fields(value: TemplateValue, fields: readonly PlacedName[]): TemplateValue {
    let result = value;
    for (const { name } of fields) result = memberOf(result, name, []);
    return result;
  }
}
