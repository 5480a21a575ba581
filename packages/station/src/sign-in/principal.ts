import type { Permission, Role } from './roles.ts';

/**
 * How it is known who asks: by a token or a password (or the session that one of them opened), by a proxy that is
 * trusted, because the program runs on this machine, or because it is the station itself.
 */
export type SignInWay = 'token' | 'user' | 'proxy' | 'local' | 'station';

/** Who asks. */
export interface Principal {
  /** Of the token or the user; `local` and `station` for programs of this machine and for the station itself. */
  readonly name: string;
  readonly role: Role;
  readonly how: SignInWay;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; `undefined` for somebody unknown, who is answered by open routes alone. */
    principal: Principal | undefined;
  }
  interface FastifyContextConfig {
    /** What the route asks of its caller; without it the server does not start. */
    permission?: Permission;
  }
}
