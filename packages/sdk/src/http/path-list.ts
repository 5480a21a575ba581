/** Some paths of a server: exact ones, and patterns in which `*` stands for any characters. */
export class PathList {
  readonly #exact: readonly string[];
  readonly #patterns: readonly RegExp[];

  constructor(paths: readonly string[]) {
    this.#exact = paths.filter((path) => !path.includes('*'));
    this.#patterns = paths.filter((path) => path.includes('*')).map(patternOf);
  }

  /** Whether the path of a request's target is in the list; a query does not matter. */
  has(target: string | undefined): boolean {
    if (target === undefined) return false;
    for (const path of this.#exact) {
      if (target.startsWith(path) && (target.length === path.length || target[path.length] === '?')) {
        return true;
      }
    }
    return this.#patterns.length > 0 && this.#matches(target.split('?', 1)[0]);
  }

  #matches(path: string): boolean {
    return this.#patterns.some((pattern) => pattern.test(path));
  }
}

function patternOf(path: string): RegExp {
  const literal = path.replaceAll(/[\\^$.+?()[\]{}|]/g, String.raw`\$&`);
  // Neighbouring stars are one: several would be tried in all combinations.
  return new RegExp(`^${literal.replaceAll(/\*+/g, '.*')}$`);
}
