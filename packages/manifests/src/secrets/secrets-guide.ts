import { posix } from 'node:path';
import type { GeneratedFile } from '../generated-file.ts';
import type { StackSecret } from './stack-secret.ts';

const FOLDER = 'secrets';

/**
 * Where a secret is on the host: where the definition says, or beside the Compose file.
 *
 * @param folder Folder of the Compose file.
 */
export function secretPath({ name, file }: StackSecret, folder: string): string {
  return file ?? posix.join(folder, FOLDER, name);
}

/**
 * The guide to the secrets of a stack, and a file that keeps their values out of Git. No generated file
 * holds a value.
 *
 * @param folder Folder of the Compose file.
 */
export function secretsGuide(secrets: readonly StackSecret[], folder: string): readonly GeneratedFile[] {
  if (secrets.length === 0) return [];
  const at = (name: string): string => posix.join(folder, FOLDER, name);
  return [
    { path: at('README.md'), text: guideText(secrets, folder) },
    { path: at('.gitignore'), text: '*\n!.gitignore\n!README.md\n' },
  ];
}

function guideText(secrets: readonly StackSecret[], folder: string): string {
  const rows = secrets.map((secret) => `| \`${secretPath(secret, folder)}\` | ${secret.purpose} |`);
  const own = secrets.filter(({ file }) => file === undefined);
  const commands = own.map((secret) => {
    const path = secretPath(secret, folder);
    return `[ -e ${path} ] || ${firstValue(secret)} > ${path}`;
  });
  return `# Secrets of the stack

Each secret is a file of its own, which containers read below \`/run/secrets\`. No generated file holds a value, and Git ignores the files of this folder.

| File | What it holds |
| --- | --- |
${rows.join('\n')}

In the folder that holds the generated files (what exists is kept):

\`\`\`sh
chmod 700 ${posix.join(folder, FOLDER)}
${commands.join('\n')}
\`\`\`

The servers run as users of their own, so the files stay readable and the folder is closed. Put in the value where the other side has a password already.
`;
}

function firstValue({ env, command = "openssl rand -base64 24 | tr -d '\\n'" }: StackSecret): string {
  return env === undefined ? command : `printf %s "$${env}"`;
}
