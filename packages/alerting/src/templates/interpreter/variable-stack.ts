import { TemplateError } from '@telltale/formats';
import type { TemplateValue } from './template-value.ts';

interface Variable {
  readonly name: string;
  value: TemplateValue;
}

/** The variables of one template: those declared in a block end with it. */
export class VariableStack {
  readonly #variables: Variable[];

  constructor(variables: Iterable<readonly [string, TemplateValue]>) {
    this.#variables = Array.from(variables, ([name, value]) => ({ name, value }));
  }

  /** Where to return to with {@link release}. */
  mark(): number {
    return this.#variables.length;
  }

  release(mark: number): void {
    this.#variables.length = mark;
  }

  /** @throws TemplateError when there is none of that name. */
  get(name: string): TemplateValue {
    return this.#find(name).value;
  }

  /** Declares a variable, or gives one of an outer block another value. */
  set({ name, isNew }: { readonly name: string; readonly isNew: boolean }, value: TemplateValue): void {
    if (isNew) this.#variables.push({ name, value });
    else this.#find(name).value = value;
  }

  #find(name: string): Variable {
    const variable = this.#variables.findLast((candidate) => candidate.name === name);
    if (!variable) throw new TemplateError(`undefined variable "$${name}"`);
    return variable;
  }
}
