import { LIMITS } from './limits.ts';

/** A file that stands in a Kubernetes object as text. */
export interface EmbeddedFile {
  /** Its key, such as `prometheus.yml`. */
  readonly name: string;
  /** The text without the indentation of the object around it. */
  readonly content: string;
  /** The text as it stands, behind as many empty lines as stand above it: lines and columns are those of the object. */
  readonly text: string;
}

/** The files in a text. */
export interface EmbeddedFiles {
  readonly files: readonly EmbeddedFile[];
  /** Whether there are more: no person has written such an object. */
  readonly isCut: boolean;
}

const OBJECT = /^[ \t]*kind:[ \t]*["']?(?:ConfigMap|Secret|GrafanaDashboard)/m;
const KEY = /^( *)(?:- )?["']?([\w.-]+\.(?:json|ya?ml|rules|conf)|json)["']?:[ \t]*\|[-+\d]*[ \t]*$/;

/**
 * The files that ConfigMaps, Secrets and dashboards of the Grafana operator hold as block text; those in
 * quotes are not looked at.
 */
export function embeddedFiles(yaml: string): EmbeddedFiles {
  if (!OBJECT.test(yaml)) return { files: [], isCut: false };
  const files: EmbeddedFile[] = [];
  const lines = yaml.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  let linesBefore = 0;
  for (let line = 0; line < lines.length; line++) {
    const [, indent, key] = KEY.exec(lines[line]) ?? [];
    if (key === undefined) continue;
    linesBefore += line + 1;
    if (linesBefore > LIMITS.linesBeforeParts) return { files, isCut: true };
    const end = endOfBlock(lines, line + 1, indent.length);
    const name = key === 'json' ? 'dashboard.json' : key;
    files.push({ name, ...blockText(lines, line + 1, end) });
    line = end - 1;
  }
  return { files, isCut: false };
}

function endOfBlock(lines: readonly string[], from: number, indent: number): number {
  let end = from;
  while (end < lines.length && (lines[end].trim() === '' || indentOf(lines[end]) > indent)) end++;
  return end;
}

function blockText(lines: readonly string[], from: number, end: number): Omit<EmbeddedFile, 'name'> {
  const block = lines.slice(from, end);
  const depth = indentOf(block.find((line) => line.trim() !== '') ?? '');
  return {
    content: block.map((line) => line.slice(depth)).join('\n'),
    text: `${'\n'.repeat(from)}${block.join('\n')}\n`,
  };
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
