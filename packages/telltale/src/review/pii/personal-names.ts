const PERSONAL =
  /(?:^|[._-])(?:e[_-]?mail(?:[_-]?address)?|phone(?:[_-]?number)?|password|passwd|secret|ssn|social[_-]?security|credit[_-]?card|card[_-]?number|iban|full[_-]?name|first[_-]?name|last[_-]?name|birth[_-]?(?:date|day)|(?:access|auth|api|bearer|refresh)[_-]?(?:token|key))$/i;

/** Whether a label or a field of this name holds secrets or data of a person. */
export function isPersonalName(name: string): boolean {
  return PERSONAL.test(name.replaceAll(/([a-z])([A-Z])/g, '$1_$2'));
}

/** What stands for a value that was taken out. */
const TAKEN_OUT = /^(?:\*+|_*redacted_*|\[redacted\]|\[filtered\]|)$/i;

/** Whether somebody took the value out already. */
export function isTakenOut(value: string): boolean {
  return TAKEN_OUT.test(value);
}
