import { runCli } from '../../packages/telltale/src/cli/main.ts';

/** Where a command runs, and the variables that it sees. */
interface CommandPlace {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command line in this process: where there are many of them, a process each would take long to start. */
export async function telltaleHere(
  args: readonly string[],
  { cwd, env = {} }: CommandPlace,
): Promise<{ readonly exit: number; readonly output: string }> {
  let output = '';
  const write = (text: string) => void (output += text);
  return { exit: await runCli(args, { write, writeError: write, useColor: false, cwd, env }), output };
}
