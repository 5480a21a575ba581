import type { CommandIo } from '../../packages/telltale/src/io/command-io.ts';
import { buildProgram } from '../../packages/telltale/src/cli/program.ts';
import { code, printTable } from './table.ts';

type Command = ReturnType<typeof buildProgram>;
type Argument = Command['registeredArguments'][number];
type Option = Command['options'][number];

const INTRODUCTION = `# The command line

Every verb of \`telltale\` with its arguments and options. Generated from the definitions of the commands by \`npm run docs\`; do not edit. \`telltale VERB --help\` says the same.

Exit codes, where a verb does not say its own: 0 done; 1 faults found, not proven, or something to do; 2 not done (wrong arguments, input that cannot be read, a port in use).
`;

const SILENT: CommandIo = {
  write: () => undefined,
  writeError: () => undefined,
  useColor: false,
  cwd: '/',
  env: {},
};

/** An option and the verb that takes it. */
export interface VerbOption {
  readonly verb: string;
  readonly flags: string;
  readonly description: string;
}

/** All options of all verbs. */
export function optionsOfProgram(): readonly VerbOption[] {
  return allCommands().flatMap(({ name, command }) =>
    command.options.map(({ flags, description }) => ({ verb: name, flags, description })),
  );
}

function allCommands(): readonly NamedCommand[] {
  const program = buildProgram(SILENT, () => undefined);
  return program.commands.flatMap((command) => withVerbs(command, ''));
}

/** The page about the command line, from the definitions of its commands. */
export function printCliPage(): string {
  const commands = allCommands();
  return [INTRODUCTION, contents(commands), ...commands.map(sectionOf)].join('\n');
}

interface NamedCommand {
  readonly name: string;
  readonly command: Command;
}

/** The command and those below it; one that takes neither arguments nor options only holds them together. */
function withVerbs(command: Command, prefix: string): readonly NamedCommand[] {
  const name = `${prefix}${command.name()}`;
  const verbs = command.commands.flatMap((verb) => withVerbs(verb, `${name} `));
  const isOnlyGroup = verbs.length > 0 && !command.registeredArguments.length && !command.options.length;
  return isOnlyGroup ? verbs : [{ name, command }, ...verbs];
}

function contents(commands: readonly NamedCommand[]): string {
  const rows = commands.map(({ name, command }) => [
    `[${name}](#telltale-${name.replaceAll(' ', '-')})`,
    command.description(),
  ]);
  return `${printTable(['Verb', 'What it does'], rows)}\n`;
}

function sectionOf({ name, command }: NamedCommand): string {
  const args = command.registeredArguments;
  const usage = ['telltale', name, ...args.map(usageOf), '[options]'].join(' ');
  const help = helpBehind(command);
  return [
    `## telltale ${name}\n`,
    `${command.description()}\n`,
    `\`\`\`text\n${usage}\n\`\`\`\n`,
    ...(args.length > 0 ? [`${printTable(['Argument', 'Meaning'], args.map(argumentRow))}\n`] : []),
    ...(command.options.length > 0
      ? [`${printTable(['Option', 'Meaning', 'Default'], command.options.map(optionRow))}\n`]
      : []),
    ...(help === '' ? [] : [`\`\`\`text\n${help}\n\`\`\`\n`]),
  ].join('\n');
}

function usageOf(argument: Argument): string {
  const name = argument.variadic ? `${argument.name()}...` : argument.name();
  return argument.required ? `<${name}>` : `[${name}]`;
}

function argumentRow(argument: Argument): readonly string[] {
  const choices = argument.argChoices ? `; one of ${argument.argChoices.map(code).join(', ')}` : '';
  return [code(usageOf(argument)), `${argument.description}${choices}`];
}

function optionRow(option: Option): readonly string[] {
  const choices = option.argChoices ? `; one of ${option.argChoices.map(code).join(', ')}` : '';
  const meaning = option.description.replace(DEFAULT_IN_TEXT, '');
  return [
    code(option.flags),
    `${option.mandatory ? 'required: ' : ''}${meaning}${choices}`,
    option.negate ? '' : defaultOf(option),
  ];
}

/** Defaults that depend on the environment stand in the description. */
const DEFAULT_IN_TEXT = / \(default: ([^)]*)\)/;

function defaultOf({ defaultValue, description }: Option): string {
  const value: unknown = defaultValue;
  if (value === undefined) return DEFAULT_IN_TEXT.exec(description)?.[1] ?? '';
  return code(typeof value === 'string' ? value : JSON.stringify(value));
}

/** What a command adds behind its help: topics, exit codes, examples. */
function helpBehind(command: Command): string {
  let whole = '';
  command.configureOutput({ writeOut: (text) => (whole += text), writeErr: () => undefined });
  command.outputHelp();
  return whole.slice(command.helpInformation().length).trim();
}
