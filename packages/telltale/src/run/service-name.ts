import { basename, extname } from 'node:path';

/** Programs that run another one, which is what the service is called after. */
const RUNNERS: ReadonlySet<string> = new Set(
  'node nodejs bun deno tsx ts-node npx npm pnpm yarn python python3 ruby php perl java sh bash dash zsh env'.split(
    ' ',
  ),
);
/** Words of runners that say what is to be done, not with what. */
const VERBS: ReadonlySet<string> = new Set(['run', 'start', 'exec', 'task']);

/** What a program is called where nobody says: `node server.js` is `server`. */
export function serviceNameOf([program = '', ...rest]: readonly string[]): string {
  const name = plainName(program);
  if (!RUNNERS.has(name)) return name;
  const script = rest.find((word) => !word.startsWith('-') && !VERBS.has(word) && !word.includes('='));
  return script === undefined ? name : plainName(script);
}

function plainName(path: string): string {
  const name = basename(path);
  return basename(name, extname(name)) || name;
}
