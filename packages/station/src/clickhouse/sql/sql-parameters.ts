/** What a value is on the server. */
export type SqlType = 'String' | 'Int64' | 'UInt64' | 'Float64' | 'Array(String)';

/**
 * The values of a query. What comes from outside is in here and never in the text of the query, where there is
 * only its name and type.
 */
export class SqlParameters {
  readonly #values: Record<string, string | readonly string[]> = {};
  readonly #names = new Map<string, string>();

  /** All values by name. */
  get values(): Readonly<Record<string, string | readonly string[]>> {
    return this.#values;
  }

  /** Takes a value and gives what stands for it in the text of the query. */
  add(type: SqlType, value: string | number | bigint | readonly string[]): string {
    const given = Array.isArray(value) ? value.map(wellFormed) : wellFormed(String(value));
    const key = JSON.stringify([type, given]);
    let name = this.#names.get(key);
    if (name === undefined) {
      name = `p${this.#names.size}`;
      this.#names.set(key, name);
      this.#values[name] = given;
    }
    return `{${name}:${type}}`;
  }

  /** A text. */
  text(value: string): string {
    return this.add('String', value);
  }
}

/** A lone half of a surrogate pair is no UTF-8. */
function wellFormed(text: string): string {
  return text.toWellFormed();
}
