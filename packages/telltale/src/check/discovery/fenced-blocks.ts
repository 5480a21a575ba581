import { LIMITS } from './limits.ts';

/** A fenced block of a guide. */
export interface FencedBlock {
  /** The word behind the fence, lower case: `yaml`, `ts` … */
  readonly language: string;
  /** The file that the guide shows here, by its first line, its fence or the sentence above; else empty. */
  readonly path: string;
  /** The block's text behind as many empty lines as stand above it, so that lines keep their number. */
  readonly text: string;
}

const FENCE = /^ *(`{3,}|~{3,})\s*([\w+-]*)(.*)$/;
const FILE = String.raw`((?:[\w.@-]+\/)*[\w@-]*\.[A-Za-z][\w.]*|(?:[\w.@-]+\/)*(?:Dockerfile|Caddyfile))`;
const NAMED_BY_COMMENT = new RegExp(String.raw`^\s*(?:#|\/\/|--|;|<!--|\/\*)\s*${FILE}\s*(?:-->|\*\/)?\s*$`);
const NAMED_BY_FENCE = new RegExp(String.raw`(?:title|file|filename)=["']?${FILE}|^:${FILE}`);
const NAMED_ABOVE = new RegExp(`\`${FILE}\`[^\`]{0,40}:\\**\\s*$`);

interface OpenBlock {
  readonly fence: string;
  readonly language: string;
  readonly info: string;
  readonly line: number;
}

/** The blocks of a guide. */
export interface FencedBlocks {
  readonly blocks: readonly FencedBlock[];
  /** Whether there are more: no person has written such a guide. */
  readonly isCut: boolean;
}

/**
 * The fenced blocks of a Markdown text, in order, also those inside of lists. An unclosed block ends
 * with the text.
 */
export function fencedBlocks(markdown: string): FencedBlocks {
  const blocks: FencedBlock[] = [];
  const lines = markdown.split('\n');
  let open: OpenBlock | undefined;
  let linesBefore = 0;
  for (const [line, content] of [...lines, ''].entries()) {
    const [, fence, language = '', info = ''] = FENCE.exec(content) ?? [];
    const isEnd = line === lines.length || (fence !== undefined && language === '' && info.trim() === '');
    if (open && isEnd && (fence ?? open.fence).startsWith(open.fence)) {
      linesBefore += open.line + 1;
      if (linesBefore > LIMITS.linesBeforeParts) return { blocks, isCut: true };
      blocks.push(blockOf(open, lines, line));
      open = undefined;
    } else if (!open && fence !== undefined) open = { fence, language: language.toLowerCase(), info, line };
  }
  return { blocks, isCut: false };
}

function blockOf({ language, info, line }: OpenBlock, lines: readonly string[], end: number): FencedBlock {
  const content = lines.slice(line + 1, end);
  const text = `${'\n'.repeat(line + 1)}${content.join('\n')}\n`;
  return { language, path: pathOf(info, content, lines.slice(Math.max(0, line - 2), line)), text };
}

function pathOf(info: string, content: readonly string[], above: readonly string[]): string {
  const first = NAMED_BY_COMMENT.exec(content[0] ?? '')?.[1];
  const fromFence = NAMED_BY_FENCE.exec(info);
  const sentence = above.findLast((line) => line.trim() !== '') ?? '';
  return first ?? fromFence?.[1] ?? fromFence?.[2] ?? NAMED_ABOVE.exec(sentence)?.[1] ?? '';
}
