import { access, writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { TelltaleError } from '@telltale/model';
import { DefinitionDraft } from '../init/definition-draft.ts';
import { printDefinition } from '../init/print-definition.ts';
import { readSource } from '../init/read-source.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';

export interface InitCommandOptions {
  /** Files and metrics pages to begin with. */
  readonly from?: readonly string[];
  readonly out: string;
  readonly service?: string;
  readonly json?: boolean;
}

/**
 * `telltale init`: writes a definition, of what other tools' files say where there are some, and lists
 * what could not be taken over. An existing definition is never overwritten.
 */
export async function initCommand(options: InitCommandOptions, io: CommandIo): Promise<number> {
  const path = resolve(io.cwd, options.out);
  if (await exists(path)) {
    throw new TelltaleError('TT_FILE_WRITE', `${options.out} exists already`, {
      fix: 'Name another file with --out.',
    });
  }
  const draft = new DefinitionDraft();
  for (const place of options.from ?? []) await readSource(place, io.cwd, draft);
  const service = options.service ?? (basename(io.cwd) || 'service');
  await write(path, printDefinition(service, draft));
  if (options.json)
    io.write(`${JSON.stringify({ file: options.out, dropped: draft.dropped }, undefined, 2)}\n`);
  else report(options.out, draft, io);
  return EXIT.ok;
}

function report(file: string, draft: DefinitionDraft, io: CommandIo): void {
  const counts = [
    [draft.metrics.length, 'metrics'],
    [draft.targets.length, 'targets'],
    [draft.receivers.length, 'receivers'],
    [draft.recordings.length, 'recordings'],
    [draft.alerts.length, 'alerts'],
    [draft.dashboards.length, 'dashboards'],
  ].flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]));
  io.write(`written to ${file}: ${counts.join(', ') || 'nothing but a name'}\n`);
  if (draft.alerts.length > 0) {
    io.write("  every alert says onNoData: 'ignore', as it was: decide which must tell of missing data\n");
  }
  if (draft.dropped.length === 0) return;
  io.write(`\nnot taken over, or not as it was:\n`);
  for (const { place, what, reason } of draft.dropped) {
    io.write(`  ${place === '' ? '' : `${place}  `}${what}: ${reason}\n`);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TelltaleError('TT_FILE_WRITE', `${path} cannot be written: ${reason}`, { cause });
  }
}
