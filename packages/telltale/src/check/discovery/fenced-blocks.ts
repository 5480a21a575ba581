/** A fenced block of a guide. */
export interface FencedBlock {
  /** The word behind the fence, lower case: `yaml`, `ts` … */
  readonly language: string;
  /** The block's text behind as many empty lines as stand above it, so that lines keep their number. */
  readonly text: string;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([\w+-]*)/;

/** The fenced blocks of a Markdown text, in order. An unclosed block ends with the text. */
export function fencedBlocks(markdown: string): readonly FencedBlock[] {
  const blocks: FencedBlock[] = [];
  let open: { readonly fence: string; readonly language: string; readonly line: number } | undefined;
  const lines = markdown.split('\n');
  const close = (end: number): void => {
    if (!open) return;
    const text = '\n'.repeat(open.line + 1) + lines.slice(open.line + 1, end).join('\n');
    blocks.push({ language: open.language, text: `${text}\n` });
    open = undefined;
  };
  for (const [line, content] of lines.entries()) {
    const match = FENCE.exec(content);
    if (!match) continue;
    const [, fence, language] = match;
    if (!open) open = { fence, language: language.toLowerCase(), line };
    else if (fence.startsWith(open.fence) && language === '') close(line);
  }
  close(lines.length);
  return blocks;
}
