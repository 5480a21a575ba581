/**
 * What was given, or an object without fields. The compiler asks for it, but a definition is run without
 * the compiler: what is missing is a fault with its place when the definition is resolved, and not a
 * `TypeError` in here.
 */
export function given<Options extends object>(options: Options | null | undefined): Options {
  return options ?? ({} as Options);
}
