import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file, or a marked part of one, that is written by a program. */
export interface GeneratedText {
  /** Path relative to the workspace. */
  readonly path: string;
  /** Name of the part between `<!-- NAME:begin -->` and `<!-- NAME:end -->`; the whole file without it. */
  readonly part?: string;
  readonly text: string;
}

/** What a generated file should contain; throws when the markers of a part are missing. */
function expectedContent(root: string, { path, part, text }: GeneratedText): string {
  if (part === undefined) return text;
  const content = currentContent(root, path);
  const begin = `<!-- ${part}:begin -->`;
  const end = `<!-- ${part}:end -->`;
  const from = content.indexOf(begin);
  const to = content.indexOf(end);
  if (from === -1 || to < from) throw new Error(`${path} needs the markers ${begin} and ${end}`);
  return `${content.slice(0, from + begin.length)}\n\n${text}\n\n${content.slice(to)}`;
}

function currentContent(root: string, path: string): string {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Whether the file is as it should be. */
export function isUpToDate(root: string, generated: GeneratedText): boolean {
  return currentContent(root, generated.path) === expectedContent(root, generated);
}

/** Writes the file. */
export function writeGenerated(root: string, generated: GeneratedText): void {
  const file = join(root, generated.path);
  const content = expectedContent(root, generated);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** Pages of a generated folder that are not generated any more. */
export function leftOvers(
  root: string,
  folder: string,
  generated: readonly GeneratedText[],
): readonly string[] {
  const known = new Set(generated.map(({ path }) => path));
  return globSync(`${folder}/**/*.md`, { cwd: root }).filter((path) => !known.has(path));
}

/** Deletes a page that is not generated any more. */
export function removeLeftOver(root: string, path: string): void {
  rmSync(join(root, path));
}
