import type { Attributes, AttributeValue } from '@telltale/model';

const MAX_CAUSES = 8;

/** The stacks of an error of a record and of its causes, the error's own first. */
export function stacksOf(error: AttributeValue | undefined): string[] {
  const stacks: string[] = [];
  for (let current = error; current !== undefined && stacks.length < MAX_CAUSES;) {
    stacks.push(stackOf(current));
    current = isAttributes(current) ? current['cause'] : undefined;
  }
  return stacks;
}

/** Whether a value has values by name. */
export function isAttributes(value: AttributeValue | undefined): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text of a value that mostly is one. */
export function textOf(value: AttributeValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function stackOf(error: AttributeValue): string {
  if (!isAttributes(error)) return textOf(error);
  const { stack, type = 'Error', message = '' } = error;
  return typeof stack === 'string' ? stack : `${textOf(type)}: ${textOf(message)}`;
}
