import type { TemplateValue } from './template-value.ts';

/**
 * A function that templates call by its name.
 *
 * @throws TemplateError, whose message becomes that of the template.
 */
export type TemplateFunction = (args: readonly TemplateValue[]) => TemplateValue;

/** The functions that a program gives its templates, besides those of the language. */
export type TemplateFunctions = ReadonlyMap<string, TemplateFunction>;
