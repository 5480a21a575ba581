export { stopRequest } from './stop-request.ts';
export { createSupervisor } from './supervisor.ts';
export type { End, Program, Supervisor } from './supervisor.ts';
