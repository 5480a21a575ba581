/**
 * Reads `key=value,key=value` as OpenTelemetry's variables have headers and attributes, percent-encoded. What is no
 * pair is left out.
 */
export function keyValueList(text = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const part of text.split(',')) {
    const at = part.indexOf('=');
    if (at > 0) found.set(part.slice(0, at).trim(), decoded(part.slice(at + 1).trim()));
  }
  return found;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
