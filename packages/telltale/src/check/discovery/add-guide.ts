import type { InputCollector } from '../workspace/input-collector.ts';
import type { CheckedInput } from '../workspace/workspace.ts';
import type { FencedBlock } from './fenced-blocks.ts';
import { fencedBlocks } from './fenced-blocks.ts';

/** The name of a file that a language's examples are read as. */
const FILE_OF_LANGUAGE: Readonly<Record<string, string>> = {
  bash: 'x.sh',
  cjs: 'x.js',
  conf: 'x.conf',
  console: 'x.sh',
  cts: 'x.ts',
  dotenv: '.env',
  env: '.env',
  javascript: 'x.js',
  js: 'x.js',
  json: 'x.json',
  jsx: 'x.js',
  logstash: 'x.conf',
  mjs: 'x.js',
  mts: 'x.ts',
  py: 'x.py',
  python: 'x.py',
  ruby: 'x.conf',
  sh: 'x.sh',
  shell: 'x.sh',
  ts: 'x.ts',
  tsx: 'x.ts',
  typescript: 'x.ts',
  yaml: 'x.yaml',
  yml: 'x.yaml',
  zsh: 'x.sh',
};

/** Takes an example: `name` says what it is read as. */
export type AddExample = (name: string, text: string, input: CheckedInput) => void;

/**
 * Gives a guide to the collector, and its examples as the files that readers make of them. Returns
 * whether there were too many of them.
 */
export function addGuide(
  file: string,
  markdown: string,
  collector: InputCollector,
  add: AddExample,
): boolean {
  collector.addText('markdown', file, markdown);
  const { blocks, isCut } = fencedBlocks(markdown);
  for (const block of blocks) {
    if (block.language === 'promql') addQueries(file, block.text, collector);
    else {
      const name = nameOf(block);
      if (name !== '') add(name, withoutComment(name, block), { path: block.path, isExample: true });
    }
  }
  return isCut;
}

function nameOf({ language, path }: FencedBlock): string {
  const known = Object.hasOwn(FILE_OF_LANGUAGE, language) ? FILE_OF_LANGUAGE[language] : undefined;
  return known ?? (path === '' && language === '' ? 'x.yaml' : path);
}

/** JSON has no comments: the one that names the file is taken out. */
function withoutComment(name: string, { text, path }: FencedBlock): string {
  return name.endsWith('.json') && path !== '' ? text.replace(/^(\n*)\s*\/\/.*/, '$1') : text;
}

/** Queries of one block are apart by empty lines. */
function addQueries(file: string, text: string, collector: InputCollector): void {
  for (const { 0: query, index } of text.matchAll(/\S.*(?:\n[ \t]*\S.*)*/g)) {
    if (!query.split('\n').every((line) => line.trimStart().startsWith('#'))) {
      collector.addQuery(file, text, { start: index, end: index + query.length });
    }
  }
}
