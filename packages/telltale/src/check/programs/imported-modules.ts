import type { SourceRange } from '@telltale/model';
import type { Program } from './program.ts';
import { isMark, isWord } from './program.ts';

/** A module that a program loads. */
export interface ImportedModule {
  /** As written: `@opentelemetry/node`, `opentelemetry.exporter.jaeger.thrift`. */
  readonly module: string;
  readonly range: SourceRange;
}

/** What a program loads with `import`, `require` and Python's `from … import`, in order. */
export function importedModules(program: Program): readonly ImportedModule[] {
  const read = program.text.language === 'python' ? pythonImportAt : importAt;
  return program.tokens.flatMap((_, at) => read(program, at) ?? []);
}

function importAt({ tokens }: Program, at: number): ImportedModule | undefined {
  const { kind, text, start, end } = tokens[at];
  if (kind !== 'string') return undefined;
  const before = tokens[at - 1];
  const isCall =
    isMark(before, '(') && (isWord(tokens[at - 2], 'require') || isWord(tokens[at - 2], 'import'));
  if (!isCall && !isWord(before, 'from') && !isWord(before, 'import')) return undefined;
  return { module: text, range: { start, end } };
}

function pythonImportAt({ tokens }: Program, at: number): ImportedModule | undefined {
  if (!isWord(tokens[at - 1], 'from') && !isWord(tokens[at - 1], 'import')) return undefined;
  if (tokens[at].kind !== 'word') return undefined;
  let last = at;
  while (isMark(tokens[last + 1], '.') && tokens[last + 2]?.kind === 'word') last += 2;
  const module = tokens.slice(at, last + 1).map(({ text }) => text);
  return { module: module.join(''), range: { start: tokens[at].start, end: tokens[last].end } };
}
