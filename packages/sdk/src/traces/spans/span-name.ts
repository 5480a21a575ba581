/** The name of a span for something that is named by others, who may give anything: `task` and `nightly`. */
export function spanName(what: string, name: unknown): string {
  return typeof name === 'string' && name !== '' ? `${what} ${name}` : what;
}
