import { dirname, join, relative, resolve } from 'node:path';
import type { ResolvedDefinition } from '@telltale/definition';
import type { GenerateOptions, GeneratedFile } from '@telltale/manifests';
import { GENERATORS, STATION_GENERATORS, generateAll } from '@telltale/manifests';
import { TelltaleError } from '@telltale/model';
import { plural } from '../check/report/plural.ts';
import { printable } from '../io/printable.ts';
import { loadDefinition } from '../definition/load-definition.ts';
import { generateRuleTests } from '../gen/generate-rule-tests.ts';
import type { ComparedFile } from '../gen/compare-files.ts';
import { compareFiles, driftOf, leftOvers } from '../gen/compare-files.ts';
import type { GenerateFlags } from '../gen/generate-options.ts';
import { generateOptions } from '../gen/generate-options.ts';
import { printDrift } from '../gen/print-drift.ts';
import { writeFiles } from '../gen/write-files.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';

/** The options of `telltale gen`. */
export interface GenCommandOptions extends GenerateFlags {
  /** The name of a generator, or `all`. */
  readonly what: string;
  readonly config?: string;
  /** Folder to write to; that of the definition where absent. */
  readonly out?: string;
  /** Writes nothing, and says what is not as the definition has it. */
  readonly check?: boolean;
  /** Replaces files that were not generated, too. */
  readonly force?: boolean;
}

/**
 * `telltale gen`: writes the files of the stack; the same definition gives the same bytes. Returns 1 where
 * `check` finds a difference.
 *
 * @throws TelltaleError TT_USAGE, TT_FILE_READ, TT_FILE_WRITE, or what loading a definition throws.
 */
export async function genCommand(options: GenCommandOptions, io: CommandIo): Promise<number> {
  const generate = generatorFor(options.what);
  const generating = generateOptions(options);
  const { file, resolved } = await loadDefinition({
    config: options.config,
    cwd: io.cwd,
    environment: options.env,
    env: io.env,
  });
  const folder = options.out === undefined ? dirname(file) : resolve(io.cwd, options.out);
  const files = await generate(resolved, generating);
  const all = options.what === 'all' ? files : await generateEverything(resolved, generating);
  const compared = await compareFiles(folder, files);
  const deployments = [...STATION_GENERATORS.values()].flatMap((deployment) => deployment(resolved));
  const left = await leftOvers(folder, [...all, ...deployments], resolved.service);
  if (options.check) return checkFiles(compared, left, io);
  const written = await writeFiles(folder, compared, options.force ?? false);
  for (const path of written) io.write(`${printable(relative(io.cwd, join(folder, path)))}\n`);
  io.writeError(`${plural(written.length, 'file')} written, ${compared.length - written.length} unchanged\n`);
  for (const { path } of left) io.writeError(`${path} is no longer generated: remove it\n`);
  return EXIT.ok;
}

function checkFiles(
  compared: readonly ComparedFile[],
  left: Awaited<ReturnType<typeof leftOvers>>,
  io: CommandIo,
): number {
  const drift = [...driftOf(compared), ...left];
  if (drift.length === 0) {
    io.write(`${plural(compared.length, 'file')} as the definition says\n`);
    return EXIT.ok;
  }
  io.write(printDrift(drift));
  io.writeError(`${plural(drift.length, 'file')} not as the definition says: run telltale gen again\n`);
  return EXIT.findings;
}

/** A generator of files; those that run the engine take their time. */
type AnyGenerator = (
  definition: ResolvedDefinition,
  options: GenerateOptions,
) => readonly GeneratedFile[] | Promise<readonly GeneratedFile[]>;

const RULE_TESTS = 'rule-tests';

async function generateEverything(
  definition: ResolvedDefinition,
  options: GenerateOptions,
): Promise<readonly GeneratedFile[]> {
  return [...generateAll(definition, options), ...(await generateRuleTests(definition))];
}

function generatorFor(what: string): AnyGenerator {
  if (what === 'all') return generateEverything;
  const generator =
    what === RULE_TESTS ? generateRuleTests : (GENERATORS.get(what) ?? STATION_GENERATORS.get(what));
  if (generator !== undefined) return generator;
  const known = ['all', ...GENERATORS.keys(), RULE_TESTS, ...STATION_GENERATORS.keys()].join(', ');
  throw new TelltaleError('TT_USAGE', `"${what}" cannot be generated; what can: ${known}`);
}
