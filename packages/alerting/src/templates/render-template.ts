import type { Operand, Pipeline, PlacedName, TemplateNode } from '@telltale/formats';
import { TemplateError, parseTemplate } from '@telltale/formats';
import { LabelSet } from '@telltale/model';
import { TEMPLATE_FUNCTIONS } from './template-functions.ts';
import { goType, isTruthy, printValue } from './template-value.ts';
import type { TemplateData, TemplateValue } from './template-value.ts';

/** What templates know of the server they run on. */
export interface TemplateEnvironment {
  /** Default none. */
  readonly externalLabels?: LabelSet;
  /** Default the empty string. */
  readonly externalUrl?: string;
}

/** What a label or annotation template is rendered with. */
export interface TemplateInput extends TemplateEnvironment {
  /** Labels of the series the alert comes from. */
  readonly labels: LabelSet;
  readonly value: number;
}

/** A parsed template. */
export type Template = (input: TemplateInput) => string;

/** Longer results are cut and end with an ellipsis. */
const MAX_OUTPUT_LENGTH = 16_384;

/**
 * Parses a template for repeated use. Nothing is ever thrown: as in Prometheus, an error becomes
 * the text `<error expanding template: …>`.
 */
export function compileTemplate(text: string): Template {
  if (!text.includes('{{')) return () => limited(text);
  let nodes: readonly TemplateNode[];
  try {
    nodes = parseTemplate(text);
  } catch (error) {
    const message = errorText(error);
    return () => message;
  }
  return (input) => {
    try {
      return limited(new TemplateRun(input).print(nodes));
    } catch (error) {
      return errorText(error);
    }
  };
}

/**
 * Renders a Go template of a rule's label or annotation: `{{ $labels.route }}`,
 * `{{ $value | humanizePercentage }}`, `if`, `with`, variables and the usual functions. Errors
 * become part of the text.
 */
export function renderTemplate(text: string, input: TemplateInput): string {
  return compileTemplate(text)(input);
}

function limited(text: string): string {
  return text.length <= MAX_OUTPUT_LENGTH ? text : `${text.slice(0, MAX_OUTPUT_LENGTH - 1)}…`;
}

function errorText(error: unknown): string {
  if (!(error instanceof TemplateError)) throw error;
  return `<error expanding template: ${error.message}>`;
}

/** One rendering: its variables and its dot. */
class TemplateRun {
  readonly #variables: Map<string, TemplateValue>;
  #dot: TemplateValue;

  constructor({ labels, value, externalLabels, externalUrl }: TemplateInput) {
    const data: TemplateData = {
      labels,
      value,
      externalLabels: externalLabels ?? LabelSet.empty,
      externalUrl: externalUrl ?? '',
    };
    this.#dot = data;
    this.#variables = new Map<string, TemplateValue>([
      ['', data],
      ['labels', data.labels],
      ['value', data.value],
      ['externalLabels', data.externalLabels],
      ['externalURL', data.externalUrl],
    ]);
  }

  print(nodes: readonly TemplateNode[]): string {
    let output = '';
    for (const node of nodes) {
      output += this.#printNode(node);
      if (output.length > MAX_OUTPUT_LENGTH) return output;
    }
    return output;
  }

  #printNode(node: TemplateNode): string {
    switch (node.kind) {
      case 'text':
        return node.text;
      case 'print': {
        const value = this.#evaluate(node.pipeline);
        return node.pipeline.assignsTo ? '' : printValue(value);
      }
      case 'if':
        return this.print(isTruthy(this.#evaluate(node.condition)) ? node.body : node.otherwise);
      case 'with': {
        const value = this.#evaluate(node.condition);
        return isTruthy(value) ? this.#printWith(value, node.body) : this.print(node.otherwise);
      }
      default:
        // Loops and named templates read queries and files, which a rule of ours has none of.
        throw new TemplateError(`{{${node.kind}}} is not supported here`);
    }
  }

  #printWith(value: TemplateValue, nodes: readonly TemplateNode[]): string {
    const outer = this.#dot;
    this.#dot = value;
    const output = this.print(nodes);
    this.#dot = outer;
    return output;
  }

  #evaluate({ commands, assignsTo }: Pipeline): TemplateValue {
    let result: TemplateValue | undefined;
    for (const command of commands) result = this.#call(command, result);
    if (result === undefined) throw new TemplateError('empty pipeline');
    if (assignsTo) {
      if (!assignsTo.isNew && !this.#variables.has(assignsTo.name)) {
        throw new TemplateError(`undefined variable "$${assignsTo.name}"`);
      }
      this.#variables.set(assignsTo.name, result);
    }
    return result;
  }

  #call([first, ...rest]: readonly Operand[], piped: TemplateValue | undefined): TemplateValue {
    const args = rest.map((operand) => this.#operand(operand));
    if (piped !== undefined) args.push(piped);
    if (first.head.kind !== 'function') {
      if (args.length > 0) throw new TemplateError("can't give argument to non-function");
      return this.#operand(first);
    }
    return this.#fields(callFunction(first.head.name, args), first.fields);
  }

  #operand({ head, fields }: Operand): TemplateValue {
    switch (head.kind) {
      case 'literal':
        return this.#fields(head.value, fields);
      case 'nil':
        throw new TemplateError('nil is not a command');
      case 'dot':
        return this.#fields(this.#dot, fields);
      case 'paren':
        return this.#fields(this.#evaluate(head.pipeline), fields);
      case 'function':
        return this.#fields(callFunction(head.name, []), fields);
      case 'variable': {
        const value = this.#variables.get(head.name);
        if (value === undefined) throw new TemplateError(`undefined variable "$${head.name}"`);
        return this.#fields(value, fields);
      }
    }
  }

  #fields(value: TemplateValue, fields: readonly PlacedName[]): TemplateValue {
    return fields.reduce(fieldOf, value);
  }
}

function callFunction(name: string, args: readonly TemplateValue[]): TemplateValue {
  const func = TEMPLATE_FUNCTIONS.get(name);
  if (!func) throw new TemplateError(`function "${name}" not defined`);
  return func(args);
}

/** A label that does not exist is the empty string, a field that does not exist an error. */
function fieldOf(value: TemplateValue, { name: field }: PlacedName): TemplateValue {
  if (typeof value === 'object' && 'size' in value) return value.get(field);
  if (typeof value === 'object') {
    switch (field) {
      case 'Labels':
        return value.labels;
      case 'Value':
        return value.value;
      case 'ExternalLabels':
        return value.externalLabels;
      case 'ExternalURL':
        return value.externalUrl;
    }
  }
  throw new TemplateError(`can't evaluate field ${field} in type ${goType(value)}`);
}
