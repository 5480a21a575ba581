import { TemplateError } from '@telltale/formats';
import type { TemplateValue } from './template-value.ts';

/** Texts in variables can double again and again. */
const MAX_TEXT_LENGTH = 1024 * 1024;

/** Ends templates that would run for too long, or make texts that are too long. */
export class StepBudget {
  readonly #maxSteps: number;
  #steps = 0;

  constructor(maxSteps: number) {
    this.#maxSteps = maxSteps;
  }

  /** @throws TemplateError when there were too many steps. */
  take(): void {
    if (++this.#steps > this.#maxSteps) {
      throw new TemplateError(`the template takes more than ${this.#maxSteps} steps`);
    }
  }

  /** The result of a function. @throws TemplateError when it is too long a text. */
  checked(value: TemplateValue): TemplateValue {
    if (typeof value === 'string' && value.length > MAX_TEXT_LENGTH) {
      throw new TemplateError(`a function made a text of more than ${MAX_TEXT_LENGTH} characters`);
    }
    return value;
  }
}
