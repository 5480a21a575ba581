import { parseJsonLine } from './parse-json-line.ts';
import type { ParsedLine } from './parsed-line.ts';

const PAIR = /(?<name>[\w.@-]+)=(?:"(?<quoted>(?:\\.|[^"\\])*)"|(?<bare>[^\s"]*))(?:\s+|$)/y;
const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;

/**
 * Reads `time=… level=info msg="…" user=7`, as logrus, slog and others write it; nothing for a line that is anything
 * else but such pairs, or has no message and level.
 */
export function parseLogfmtLine(line: string): ParsedLine | undefined {
  if (!/(?:^|\s)(?:level|lvl|severity)=/.test(line) || !/(?:^|\s)(?:msg|message)=/.test(line))
    return undefined;
  const fields: [name: string, value: string | number | boolean][] = [];
  const text = line.trim();
  PAIR.lastIndex = 0;
  while (PAIR.lastIndex < text.length) {
    const { name, quoted, bare = '' } = PAIR.exec(text)?.groups ?? {};
    if (name === undefined) return undefined;
    fields.push([name, quoted === undefined ? plainValue(bare) : unquoted(quoted)]);
  }
  // The fields mean the same there.
  return parseJsonLine(JSON.stringify(Object.fromEntries(fields)));
}

function plainValue(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return NUMBER.test(text) ? Number(text) : text;
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text.replaceAll(/\\(.)/g, '$1');
  }
}
