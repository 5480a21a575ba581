import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { generatePrometheus } from '@telltale/manifests';
import { TelltaleError } from '@telltale/model';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { loadDefinition } from '../definition/load-definition.ts';

export interface GenCommandOptions {
  readonly what: string;
  readonly config?: string;
  readonly out: string;
}

/** What can be generated, by the name given to `telltale gen`. */
const GENERATORS = { prometheus: generatePrometheus } as const;

/** `telltale gen`: writes the files of the stack; the same definition gives the same bytes. */
export async function genCommand(options: GenCommandOptions, io: CommandIo): Promise<number> {
  const generate = generatorFor(options.what);
  const { resolved } = await loadDefinition({ config: options.config, cwd: io.cwd });
  const folder = resolve(io.cwd, options.out);
  for (const file of generate(resolved)) {
    const path = join(folder, file.path);
    await write(path, file.text);
    io.write(`${relative(io.cwd, path)}\n`);
  }
  return EXIT.ok;
}

async function write(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TelltaleError('TT_FILE_WRITE', `${path} cannot be written: ${reason}`, {
      fix: 'Choose a folder that you may write, with --out.',
      cause,
    });
  }
}

function generatorFor(what: string): (typeof GENERATORS)[keyof typeof GENERATORS] {
  if (Object.hasOwn(GENERATORS, what)) return GENERATORS[what as keyof typeof GENERATORS];
  const known = Object.keys(GENERATORS).join(', ');
  throw new TelltaleError('TT_USAGE', `"${what}" cannot be generated; what can: ${known}`);
}
