export type { Principal as WhoAmI, SignInWay } from '../sign-in/principal.ts';
export type { Role } from '../sign-in/roles.ts';
