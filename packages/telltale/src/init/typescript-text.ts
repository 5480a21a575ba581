/** A property of an object literal: what TypeScript reads behind the colon. */
export type Property = readonly [key: string, code: string | undefined];

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** A text as a literal in single quotes. */
export function textLiteral(text: string): string {
  const body = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(String.raw`\"`, '"')
    .replaceAll("'", String.raw`\'`);
  return `'${body.replaceAll(/[\u2028\u2029]/g, (end) => `\\u${end.charCodeAt(0).toString(16)}`)}'`;
}

/** PromQL in a tagged template. */
export function promqlLiteral(query: string): string {
  const body = query.trim().replaceAll(/[\\`]|\$\{/g, String.raw`\$&`);
  return `promql\`${body}\``;
}

/** Data as a literal: texts, numbers, lists, mappings, patterns. */
export function dataLiteral(value: unknown): string {
  if (typeof value === 'string') return textLiteral(value);
  if (value instanceof RegExp) return String(value);
  if (Array.isArray(value)) return `[${value.map(dataLiteral).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return inlineObject(Object.entries(value).map(([key, item]) => [key, dataLiteral(item)]));
}

/** An object on one line; properties without code are left out. */
export function inlineObject(properties: readonly Property[]): string {
  const parts = properties.flatMap(([key, code]) =>
    code === undefined ? [] : [`${keyLiteral(key)}: ${code}`],
  );
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

/** An object with a line for each property; what spans lines already is indented. */
export function blockObject(properties: readonly Property[]): string {
  const lines = properties.flatMap(([key, code]) =>
    code === undefined ? [] : [`${keyLiteral(key)}: ${code},`],
  );
  return lines.length === 0 ? '{}' : `{\n${lines.map(indented).join('\n')}\n}`;
}

/** A key that looks like `__proto__` would set the prototype: computed, it is a key like any other. */
function keyLiteral(key: string): string {
  if (key === '__proto__') return "['__proto__']";
  return IDENTIFIER.test(key) ? key : textLiteral(key);
}

/** Lines of a template are part of its text, and PromQL does not mind blanks. */
function indented(code: string): string {
  return code.replaceAll(/^(?=.)/gm, '  ');
}

/** A duration as the compiler takes it: in the units that it knows together, else in one. */
export function durationLiteral(ms: number): string {
  for (const [unit, size] of [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1000],
  ] as const) {
    if (ms % size === 0) return textLiteral(`${ms / size}${unit}`);
  }
  return textLiteral(`${Math.round(ms)}ms`);
}
