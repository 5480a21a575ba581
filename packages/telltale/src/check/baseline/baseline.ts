import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { TelltaleError } from '@telltale/model';
import type { Finding } from '../finding.ts';
import type { CheckReport } from '../report/check-report.ts';
import { keepFindings } from '../report/check-report.ts';

/** A finding as a baseline keeps it: without its line, which changes whenever something above does. */
interface KnownFinding {
  readonly rule: string;
  readonly file: string;
  readonly message: string;
  /** The marked text. */
  readonly text: string;
  /** How often the file has it. */
  readonly count: number;
}

/**
 * Writes the findings of a report as a baseline: later checks show what is new.
 *
 * @throws TelltaleError TT_FILE_WRITE where the file cannot be written.
 */
export async function writeBaseline(path: string, cwd: string, { findings }: CheckReport): Promise<void> {
  const known = new Map<string, KnownFinding>();
  for (const finding of findings) {
    const key = keyOf(knownFrom(finding));
    known.set(key, { ...knownFrom(finding), count: (known.get(key)?.count ?? 0) + 1 });
  }
  const entries = [...known.keys()].toSorted().map((key) => known.get(key));
  const text = `${JSON.stringify({ version: 1, findings: entries }, undefined, 2)}\n`;
  await writeFile(resolve(cwd, path), text).catch((cause: unknown) => {
    throw new TelltaleError('TT_FILE_WRITE', `the baseline ${path} cannot be written`, { cause });
  });
}

/**
 * Leaves out what stands in a baseline, as often as it stands there; a note says how much of the
 * baseline is mended by now.
 *
 * @throws TelltaleError TT_FILE_READ where the file cannot be read or is no baseline.
 */
export async function withoutKnown(report: CheckReport, path: string, cwd: string): Promise<CheckReport> {
  const left = new Map((await readBaseline(path, cwd)).map((known) => [keyOf(known), known.count]));
  const shown = keepFindings(report, 'known', (finding) => {
    const key = keyOf(knownFrom(finding));
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
  const mended = [...left.values()].filter((count) => count > 0).reduce((sum, count) => sum + count, 0);
  if (mended === 0) return shown;
  const note = `${mended} of the baseline ${path} are mended: write it again with --write-baseline`;
  return { ...shown, notes: [...shown.notes, note] };
}

async function readBaseline(path: string, cwd: string): Promise<readonly KnownFinding[]> {
  const refuse = (reason: string, cause?: unknown): never => {
    const fix = 'Write it with --baseline FILE --write-baseline.';
    throw new TelltaleError('TT_FILE_READ', `the baseline ${path} ${reason}`, { cause, fix });
  };
  const text = await readFile(resolve(cwd, path), 'utf8').catch((cause) => refuse('cannot be read', cause));
  const content = parsed(text);
  if (!isBaseline(content)) return refuse('is none: it has no list of findings of version 1');
  return content.findings;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isBaseline(content: unknown): content is { readonly findings: readonly KnownFinding[] } {
  const { version, findings } = Object(content);
  return version === 1 && Array.isArray(findings) && findings.every(isKnownFinding);
}

function isKnownFinding(entry: unknown): entry is KnownFinding {
  const { rule, file, message, text, count } = Object(entry);
  const texts: readonly unknown[] = [rule, file, message, text];
  return texts.every((part) => typeof part === 'string') && Number.isSafeInteger(count);
}

function knownFrom({ ruleId, message, place: { position, excerpt } }: Finding): KnownFinding {
  const text = excerpt.line.slice(excerpt.start, excerpt.end);
  return { rule: ruleId, file: position.file, message, text, count: 1 };
}

function keyOf({ rule, file, message, text }: KnownFinding): string {
  return JSON.stringify([file, rule, message, text]);
}
