/** Undoes `\\`, `\"` and `\n`; any other backslash stands for itself, as Prometheus reads it. */
export function unescape(text: string): string {
  if (!text.includes('\\')) return text;
  let result = '';
  for (let i = 0; i < text.length; i++) {
    const next = text[i] === '\\' ? text[i + 1] : undefined;
    if (next === '\\' || next === '"' || next === 'n') {
      result += next === 'n' ? '\n' : next;
      i++;
    } else {
      result += text[i];
    }
  }
  return result;
}

/** A label value between quotes. */
export function escapeLabelValue(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/** The text of a HELP line; a quote stands for itself in the text format and is escaped in OpenMetrics. */
export function escapeHelp(text: string, isOpenMetrics: boolean): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return isOpenMetrics ? escaped.replaceAll('"', '\\"') : escaped;
}
