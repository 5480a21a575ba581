import { basename } from 'node:path';
import { MAX_YAML_LENGTH } from '@telltale/formats';
import { TelltaleError } from '@telltale/model';
import { plural } from '../report/plural.ts';
import type { SkippedPath } from '../skipped-path.ts';
import type { InputCollector } from '../workspace/input-collector.ts';
import { addFileText } from './add-file-text.ts';
import type { TextKind } from './classify-text.ts';
import { hasNameOfRules, kindOfName } from './classify-text.ts';
import { decodeText } from './decode-text.ts';
import { LIMITS, formatMegabytes } from './limits.ts';
import { readFoundFile, tooLarge } from './read-file.ts';
import { shownPath } from './shown-path.ts';

/** What is read where it is found, in this order; guides are read only where they are named. */
const FOUND_KINDS: readonly (readonly (TextKind | 'yaml')[])[] = [
  ['yaml', 'dashboard', 'metrics-page'],
  ['program', 'python', 'other-language', 'logstash', 'shell', 'env'],
];
/** Generators write these several megabytes large. */
const LARGE_KINDS: ReadonlySet<TextKind | 'yaml'> = new Set(['yaml', 'dashboard']);

/** What the search of folders did not read, and why. */
interface Unread {
  readonly skipped: SkippedPath[];
  templates: number;
  /** Files that were left out as more had been read already than one check holds. */
  beyondLimit: number;
}

/** Reads the files that a search found into the collector; returns remarks for the summary. */
export async function addFoundFiles(
  files: readonly string[],
  cwd: string,
  collector: InputCollector,
  skipped: SkippedPath[],
): Promise<readonly string[]> {
  const unread: Unread = { skipped, templates: 0, beyondLimit: 0 };
  let bytesRead = 0;
  for (const kinds of FOUND_KINDS) {
    for (const path of files) {
      const kind = kindOfName(basename(path));
      if (!kinds.includes(kind)) continue;
      if (bytesRead > LIMITS.totalBytes) unread.beyondLimit++;
      else bytesRead += await addFoundFile(path, kind, shownPath(path, cwd), collector, unread);
    }
  }
  return [...notesOf(unread), ...notesOfNames(files)];
}

/** Returns the number of bytes that were read. */
async function addFoundFile(
  path: string,
  kind: TextKind | 'yaml',
  file: string,
  collector: InputCollector,
  unread: Unread,
): Promise<number> {
  const found = await readFoundFile(
    path,
    LARGE_KINDS.has(kind) ? LIMITS.foundYamlBytes : LIMITS.foundFileBytes,
  );
  if (found.kind === 'gone') return 0;
  if (found.kind !== 'read') {
    const mayHoldRules = kind === 'yaml' && (found.kind === 'unreadable' || hasNameOfRules(file));
    unread.skipped.push({ file, reason: found.reason, mayHoldRules });
    return 0;
  }
  try {
    const decoded = decodeText(found.bytes);
    const addedAs = addFileText(file, decoded, collector);
    if (addedAs === 'template') unread.templates++;
    else if (addedAs === 'in-part') unread.skipped.push(inPart(file));
    else if (addedAs !== 'read') {
      const reason = tooLarge(decoded.text.length, MAX_YAML_LENGTH);
      unread.skipped.push({ file, reason, mayHoldRules: addedAs === 'too-large-rules' });
    }
  } catch (error) {
    // A metrics page that was named must be one; one that was found may be anything.
    if (!(error instanceof TelltaleError) || kind !== 'metrics-page') throw error;
    unread.skipped.push({ file, reason: 'it is no metrics page', mayHoldRules: false });
  }
  return found.bytes.length;
}

/** What is said of a file of which only the first parts were read. */
export function inPart(file: string): SkippedPath {
  return { file, reason: 'it has too many files in it: only the first were read', mayHoldRules: true };
}

function notesOf({ templates, beyondLimit }: Unread): readonly string[] {
  const limit = formatMegabytes(LIMITS.totalBytes);
  return [
    ...(templates > 0
      ? [`skipped ${plural(templates, 'YAML template')}: check what is rendered from them`]
      : []),
    ...(beyondLimit > 0 ? [`${plural(beyondLimit, 'file')} not read: there are more than ${limit}`] : []),
  ];
}

/** What is told by names alone: files that this check does not read. */
function notesOfNames(files: readonly string[]): readonly string[] {
  const jsonnet = files.filter((file) => /\.(?:jsonnet|libsonnet)$/.test(file)).length;
  return jsonnet > 0
    ? [`jsonnet is not read (${plural(jsonnet, 'file')}): check what is rendered from it`]
    : [];
}
