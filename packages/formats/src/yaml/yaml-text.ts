/** Words that some YAML reader takes for a boolean, null or a number. */
const RESERVED_WORD = /^(?:true|false|yes|no|on|off|y|n|null|e[-+]?\d+)$/i;

/** Texts that every YAML reader takes as they stand: start like a word, no `: `, ` #` or odd ends. */
const PLAIN = /^[A-Za-z_(][\x20-\x7e]*$/;
const PLAIN_KEY = /^[A-Za-z_][\w.-]*$/;

/** Prints a text as a YAML scalar on one line, quoted only where it has to be. */
export function printYamlText(text: string): string {
  const isPlain = PLAIN.test(text) && !/: | #|[: ]$/.test(text) && !RESERVED_WORD.test(text);
  return isPlain ? text : printQuoted(text);
}

/** Prints a mapping key. */
export function printYamlKey(text: string): string {
  return PLAIN_KEY.test(text) && !RESERVED_WORD.test(text) ? text : printQuoted(text);
}

/** Prints texts as a flow sequence: `[a, "b c"]`. */
export function printYamlList(texts: readonly string[]): string {
  const items = texts.map((text) => (/[,[\]{}]/.test(text) ? printQuoted(text) : printYamlText(text)));
  return `[${items.join(', ')}]`;
}

/**
 * Prints `key: text` with an indent; a text of several lines becomes a literal block where that
 * keeps it exactly.
 */
export function printYamlField(indent: string, key: string, text: string): string {
  if (!isBlockText(text)) return `${indent}${printYamlKey(key)}: ${printYamlText(text)}`;
  const endsWithBreak = text.endsWith('\n');
  const lines = (endsWithBreak ? text.slice(0, -1) : text).split('\n');
  const body = lines.map((line) => (line === '' ? '' : `${indent}  ${line}`)).join('\n');
  return `${indent}${printYamlKey(key)}: ${endsWithBreak ? '|' : '|-'}\n${body}`;
}

/** Prints lines as comments. */
export function printYamlComment(indent: string, lines: readonly string[]): readonly string[] {
  return lines
    .flatMap((line) => line.split(/\r\n|[\r\n\u0085\u2028\u2029]/))
    .map((line) => `${indent}# ${line.replace(/[^\t\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe]/g, '�')}`.trimEnd());
}

/** Printable lines, the first and last of which have content, none with spaces only. */
function isBlockText(text: string): boolean {
  if (!text.includes('\n') || !/^[\x20-\x7e\n]*$/.test(text)) return false;
  return /^[^ \n]/.test(text) && /[^ \n]\n?$/.test(text) && !/^ +$/m.test(text);
}

function printQuoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
