import { randomBytes } from 'node:crypto';
import type { Access } from '../../src/sign-in/access.ts';
import { SignIn } from '../../src/sign-in/sign-in.ts';

/** Knows whom an access names, by a key of its own. */
export function signInOf(access: Access | (() => Access), ownToken?: string): SignIn {
  return new SignIn({
    access: { current: typeof access === 'function' ? access : () => access },
    sessionKey: randomBytes(32),
    ...(ownToken !== undefined && { ownToken }),
    now: () => Date.now(),
  });
}
