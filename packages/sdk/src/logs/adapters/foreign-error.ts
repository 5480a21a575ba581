/**
 * An error as other loggers print it, in the form that ours have: `type`, `message`, `stack`, and what else it has.
 * Anything else stays as it is.
 */
export function foreignError(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Error) return value;
  const { name, type, message, stack, ...rest } = value as Readonly<Record<string, unknown>>;
  if (typeof stack !== 'string') return value;
  return { type: type ?? name ?? typeIn(stack), message, stack, ...rest };
}

/** What stands before the message at the beginning of a stack. */
function typeIn(stack: string): string {
  return /^([A-Za-z_$][\w$.]{0,100})(?::|\n|$)/.exec(stack)?.[1] ?? 'Error';
}
