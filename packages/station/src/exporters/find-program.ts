import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The path of the first of the programs that is there: by its path, or in the folders of `PATH`. */
export function findProgram(
  commands: readonly string[],
  path = process.env['PATH'] ?? '',
): string | undefined {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  return commands
    .flatMap((command) =>
      command.includes('/') ? [command] : folders.map((folder) => join(folder, command)),
    )
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
