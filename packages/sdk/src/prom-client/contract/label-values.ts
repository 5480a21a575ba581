/** Values of some or all labels of a metric. */
export type LabelValues<T extends string> = Partial<Record<T, string | number>>;

/** Labels as callers without types may pass them: any keys, any values. */
export type LabelObject = Readonly<Record<string, unknown>>;

/** Whether an argument is a label object and not a value. */
export function isObject(value: unknown): value is LabelObject {
  return typeof value === 'object' && value !== null;
}

/** The text of a label value of any type. Throws where an object's own code does. */
export function labelText(value: unknown): string {
  return typeof value === 'string' ? value : String(value);
}
