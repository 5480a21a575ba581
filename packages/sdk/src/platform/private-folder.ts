import { existsSync, lstatSync, mkdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Where what was not sent is spooled by default: a folder of the user in the system's temporary folder, because
 * a program can nearly always write there, from whatever folder it is started. What must outlive a reboot
 * or a container needs a folder of its own.
 */
export function defaultSpoolFolder(): string {
  return join(tmpdir(), FOLDER_OF_USER);
}

/**
 * A folder in which nobody else can plant files: the one given or, where others may write to that, as to
 * `/tmp` or a volume of several containers, one of this user in it. Makes what is missing; the rights of what
 * is there stay as they are.
 *
 * @throws what the file system throws; also where even the folder of this user is not its own
 */
export function privateFolder(folder: string): string {
  makeFolder(folder);
  if (isPrivate(folder)) return folder;
  const own = join(folder, FOLDER_OF_USER);
  makeFolder(own);
  if (!isPrivate(own)) throw new Error(`${own} belongs to another user or can be written to by others`);
  return own;
}

const FOLDER_OF_USER = `telltale-spool-${process.getuid?.() ?? 'user'}`;

function isPrivate(folder: string): boolean {
  const ownUid = process.getuid?.();
  if (ownUid === undefined) return true;
  const { uid, mode } = statSync(folder);
  // A link that another user made could lead to any folder of this one.
  return uid === ownUid && lstatSync(folder).uid === ownUid && (mode & 0o022) === 0;
}

/**
 * Makes a folder and those around it that are missing, one by one: Node's recursive `mkdir` never returns where a
 * file system has no room for folders.
 *
 * @param mode - Rights of what is made; the user's alone by default.
 * @throws what the file system throws
 */
export function makeFolder(folder: string, mode = 0o700): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent, mode);
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    // Another process was quicker.
    if (Reflect.get(Object(error), 'code') !== 'EEXIST') throw error;
  }
}
