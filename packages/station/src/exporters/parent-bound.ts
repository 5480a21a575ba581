import { execFile } from 'node:child_process';
import { findProgram } from './find-program.ts';

const KEEPER = ['--pdeathsig', 'KILL'];

/** What a program is started with, in front of its own path and arguments. */
export type Launcher = readonly string[];

/**
 * What makes a program end when its parent does, even where the parent is killed: `setpriv` of util-linux tells the
 * kernel so, and becomes the program. Nothing where there is none, or one that cannot (BusyBox, macOS).
 */
export async function parentBoundLauncher(): Promise<Launcher> {
  const setpriv = findProgram(['setpriv']);
  if (process.platform !== 'linux' || setpriv === undefined) return [];
  return new Promise((resolve) => {
    execFile(setpriv, [...KEEPER, 'true'], (error) => resolve(error ? [] : [setpriv, ...KEEPER]));
  });
}
