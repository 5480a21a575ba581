import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What tests of the whole product need beside the sources. */
const BUILT = ['packages/ui/dist'];

/**
 * Copies the files under version control, as they are now, into an empty folder. Packages of others are linked; the
 * workspace's own are those of the copy.
 */
export function copyWorkspace(root: string, copy: string): void {
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 1e8 });
  for (const path of listed.split('\0').filter((path) => path !== '' && existsSync(join(root, path)))) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(root, path), join(copy, path), { verbatimSymlinks: true });
  }
  for (const folder of BUILT.filter((path) => existsSync(join(root, path)))) {
    symlinkSync(join(root, folder), join(copy, folder));
  }
  linkPackages(join(root, 'node_modules'), join(copy, 'node_modules'));
}

/** A link of a workspace is relative, so that its text leads into the copy. */
function linkPackages(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else if (entry.name.startsWith('@')) linkPackages(source, target);
    else symlinkSync(source, target);
  }
}
