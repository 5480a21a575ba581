const HTML: ReadonlyMap<string, string> = new Map([
  ['\0', '\uFFFD'],
  ['"', '&#34;'],
  ["'", '&#39;'],
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
]);

/** Escapes a text for HTML as Go's `html` function does. */
export function escapeHtml(text: string): string {
  return text.replace(/[\0"'&<>]/g, (found) => HTML.get(found) ?? found);
}

/** Escapes a text for a string of JavaScript as Go's `js` function does. */
export function escapeJs(text: string): string {
  return text.replace(/[\\'"]|[<>&=]|\p{C}/gu, (found) => {
    if (found === '\\' || found === "'" || found === '"') return `\\${found}`;
    return `\\u${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

/** Escapes a text for the query of a URL as Go's `url.QueryEscape` does. */
export function escapeQuery(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

const QUOTED: ReadonlyMap<string, string> = new Map([
  ['\u0007', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
  ['"', '\\"'],
  ['\\', '\\\\'],
]);

/** Quotes a text as Go's `%q` does. */
export function quoteGo(text: string): string {
  const escaped = text.replace(
    /["\\]|[^\P{C}]|[^\P{Z} ]/gu,
    (found) => QUOTED.get(found) ?? unprintable(found),
  );
  return `"${escaped}"`;
}

function unprintable(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x80) return `\\x${hex.padStart(2, '0')}`;
  return code > 0xffff ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`;
}
