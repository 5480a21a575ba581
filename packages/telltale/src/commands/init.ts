import { access } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { TelltaleError } from '@telltale/model';
import { plural } from '../check/report/plural.ts';
import { DefinitionDraft } from '../init/definition-draft.ts';
import { printDefinition } from '../init/print-definition.ts';
import { readSource } from '../init/read-source.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { printable } from '../io/printable.ts';
import { writeNewFile } from '../io/write-new-file.ts';

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
 *
 * @throws TelltaleError TT_USAGE, TT_FILE_READ, TT_FILE_WRITE, TT_EXPOSITION.
 */
export async function initCommand(options: InitCommandOptions, io: CommandIo): Promise<number> {
  const path = resolve(io.cwd, options.out);
  if (await exists(path)) {
    throw new TelltaleError('TT_FILE_WRITE', `${options.out} exists already`, {
      fix: 'Name another file with --out.',
    });
  }
  const service = options.service ?? (basename(io.cwd) || 'service');
  if (service.trim() === '') throw new TelltaleError('TT_USAGE', '--service must be a name');
  const draft = new DefinitionDraft();
  for (const place of options.from ?? []) await readSource(place, io.cwd, draft);
  if (draft.ruleFiles.length > 0 && draft.alerts.length + draft.recordings.length === 0) {
    draft.drop(
      '',
      `rule_files ${draft.ruleFiles.join(', ')}`,
      'name the files with --from to take them over',
    );
  }
  await writeNewFile(path, printDefinition(service, draft));
  if (options.json) {
    io.write(`${JSON.stringify({ file: options.out, dropped: draft.dropped }, undefined, 2)}\n`);
  } else report(options.out, draft, io);
  return EXIT.ok;
}

function report(file: string, draft: DefinitionDraft, io: CommandIo): void {
  const counts = [
    [draft.metrics, 'metric'],
    [draft.targets, 'target'],
    [draft.receivers, 'receiver'],
    [draft.inhibitions, 'inhibition'],
    [draft.recordings, 'recording'],
    [draft.alerts, 'alert'],
    [draft.dashboards, 'dashboard'],
  ] as const;
  const taken = counts.flatMap(([list, what]) => (list.length === 0 ? [] : [plural(list.length, what)]));
  io.write(`written to ${file}: ${taken.join(', ') || 'nothing but a name'}\n`);
  if (draft.alerts.length > 0) {
    io.write("  every alert says onNoData: 'ignore', as it was: decide which must tell of missing data\n");
  }
  if (draft.dropped.length === 0) return;
  io.write(`\nnot taken over, or not as it was:\n`);
  for (const { place, what, reason } of draft.dropped) {
    io.write(`  ${printable(`${place === '' ? '' : `${place}  `}${what}: ${reason}`)}\n`);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
