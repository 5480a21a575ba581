/** What a reader of a guide does: writes a file, changes one, runs a command, compares what it prints. */
export type Step =
  | { readonly kind: 'write'; readonly file: string; readonly text: string }
  | { readonly kind: 'change'; readonly file: string; readonly before: string; readonly after: string }
  | { readonly kind: 'run'; readonly command: string; readonly staysOnPort?: string }
  | { readonly kind: 'see'; readonly command: string; readonly output: string };

/** Blocks that are looked at: drawings, and files of other tools that no reader has to type. */
const SHOWN = new Set(['text', 'mermaid', 'promql', 'cron', 'ini']);

const BLOCK = /^```(\w*)(?: (\S+))?\n([\s\S]*?)^```$/gm;
/** The first line of a file names it: `// app.js`, `# prometheus.yml`; that of JSON is behind the language. */
const NAMED = /^(?:\/\/|#) (\S+\.\w+)(?: .*)?\n/;
const STAYS = /# keeps running, on port (\d+)/;

/** The steps of a guide, in its order. Throws where a block is none of the kinds that a walk can do. */
export function readGuide(markdown: string): readonly Step[] {
  return [...markdown.matchAll(BLOCK)].flatMap(([, language, file, text]) => stepsOf(language, text, file));
}

function stepsOf(language: string, text: string, named?: string): readonly Step[] {
  if (SHOWN.has(language)) return [];
  if (language === 'sh') return text.split('\n').flatMap(commandOf);
  if (language === 'console') return seenIn(text);
  if (language === 'diff') return [changeOf(text)];
  const file = named ?? NAMED.exec(text)?.[1];
  if (file === undefined) throw new Error(`a block of ${language} does not name its file:\n${text}`);
  return [{ kind: 'write', file, text }];
}

function commandOf(line: string): readonly Step[] {
  const command = line.replace(/ +# .*$/, '').trim();
  if (command === '' || command.startsWith('#')) return [];
  const [, port] = STAYS.exec(line) ?? [];
  return [{ kind: 'run', command, ...(port !== undefined && { staysOnPort: port }) }];
}

/** Commands behind `$`, each with what it prints. */
function seenIn(text: string): readonly Step[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command, ...output] = part.split('\n');
      return { kind: 'see', command: command.replace(/ +# .*$/, ''), output: output.join('\n').trim() };
    });
}

/** A difference whose first line names the file; lines without a sign stay as they are. */
function changeOf(text: string): Step {
  const [head, ...lines] = text.trimEnd().split('\n');
  const side = (signs: string): string =>
    lines
      .filter((line) => signs.includes(line[0] ?? ' '))
      .map((line) => line.slice(1))
      .join('\n');
  return { kind: 'change', file: head.replace(/^--- /, ''), before: side(' -'), after: side(' +') };
}
