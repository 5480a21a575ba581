/** A text whose `${NAME:-default}` were filled in with their defaults. */
export interface FilledText {
  readonly text: string;
  /** Whether something in it is known only where it runs. */
  readonly hasVariables: boolean;
}

/** `$$` is a dollar sign; `${NAME:-x}` and `${NAME-x}` have a default, `${NAME}`, `${NAME:?x}` and `$NAME` none. */
const VARIABLE = /\$(?:\$|\{([A-Za-z_]\w*)(?::?-([^{}$]*))?[^{}]*\}|[A-Za-z_]\w*)/g;

/** Fills in the defaults of the variables in a value of a Compose file. */
export function fillDefaults(value: string): FilledText {
  let hasVariables = false;
  const text = value.replace(VARIABLE, (whole, name: string | undefined, fallback: string | undefined) => {
    if (whole === '$$') return '$';
    if (name !== undefined && fallback !== undefined) return fallback;
    hasVariables = true;
    return whole;
  });
  return { text, hasVariables };
}
