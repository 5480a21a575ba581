/** A table of Markdown. Texts may hold anything: what would end a cell or its line is escaped. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cellOf).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A text as code, or nothing. */
export function code(text: string): string {
  if (text === '') return '';
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** A pipe ends a cell even within code; what looks like a tag would not be shown outside of it. */
function cellOf(text: string): string {
  const line = text.replaceAll('|', String.raw`\|`).replaceAll(/\s*\n\s*/g, ' ');
  return line.replaceAll(/`[^`]*`|</g, (part) => (part === '<' ? '&lt;' : part));
}
