/** The value of an attribute as that of a label: lists as JSON, as in Prometheus; empty where there is none. */
export function attributeText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'object':
      return value === null ? '' : jsonOf(value);
    default:
      return '';
  }
}

/** The measurement counts even if one of its attributes goes round or cannot be read. */
function jsonOf(value: object): string {
  try {
    const text: string | undefined = JSON.stringify(value);
    return text ?? '';
  } catch {
    return '';
  }
}
