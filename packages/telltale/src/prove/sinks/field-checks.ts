/** An object of JSON. */
export type Fields = Readonly<Record<string, unknown>>;

/** Says what is wrong with a value; `undefined` where nothing is. */
export type Check = (value: unknown) => string | undefined;

/** The fields that a document describes. */
export interface FieldTable {
  readonly required?: Readonly<Record<string, Check>>;
  readonly optional?: Readonly<Record<string, Check>>;
}

/** Everything in which an object deviates from a table: missing, wrong and unknown fields. */
export function fieldFaults(
  fields: Fields,
  { required = {}, optional = {} }: FieldTable,
  path = '',
): string[] {
  const faults: string[] = [];
  for (const name of Object.keys(required)) {
    if (!Object.hasOwn(fields, name)) faults.push(`${path}${name} is missing`);
  }
  for (const [name, value] of Object.entries(fields)) {
    const check = ownOf(required, name) ?? ownOf(optional, name) ?? (() => 'is no field of the format');
    const fault = check(value);
    if (fault !== undefined) faults.push(`${path}${name} ${fault}`);
  }
  return faults;
}

function ownOf(checks: Readonly<Record<string, Check>>, name: string): Check | undefined {
  return Object.hasOwn(checks, name) ? checks[name] : undefined;
}

/** Whether a value is an object that is no list. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string of at most so many characters. */
export function text(maxLength = Infinity): Check {
  return (value) => {
    if (typeof value !== 'string') return 'must be a string';
    return value.length <= maxLength
      ? undefined
      : `must have at most ${maxLength} characters, not ${value.length}`;
  };
}

/** A string that is not empty. */
export function nonEmptyText(maxLength = Infinity): Check {
  return (value) => (value === '' ? 'must not be empty' : text(maxLength)(value));
}

/** One of some words. */
export function oneOf(...words: readonly string[]): Check {
  return (value) =>
    typeof value === 'string' && words.includes(value)
      ? undefined
      : `must be ${words.map((word) => JSON.stringify(word)).join(' or ')}`;
}

/** A field that is true or false. */
export function flag(value: unknown): string | undefined {
  return typeof value === 'boolean' ? undefined : 'must be true or false';
}

/** An address of the web. */
export function webAddress(value: unknown): string | undefined {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  return url?.protocol === 'http:' || url?.protocol === 'https:'
    ? undefined
    : 'must be an http or https address';
}
