import { asNumber, asString, checkCount } from '../interpreter/arguments.ts';
import type { TemplateFunction } from '../interpreter/template-function.ts';
import type { TemplateValue } from '../interpreter/template-value.ts';

/** A function of so many arguments. */
export function taking(count: number, func: TemplateFunction): TemplateFunction {
  return (args) => {
    checkCount(args, count);
    return func(args);
  };
}

/** A function of one number. */
export function onNumber(format: (value: number) => TemplateValue): TemplateFunction {
  return taking(1, ([value]) => format(asNumber(value)));
}

/** A function of one text. */
export function onText(change: (text: string) => TemplateValue): TemplateFunction {
  return taking(1, ([text]) => change(asString(text)));
}
