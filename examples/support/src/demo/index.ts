export { runDemo } from './run-demo.ts';
export type { DemoGround } from './run-demo.ts';
export { runFaultCommand } from './run-fault-command.ts';
export type { DemoFault } from './run-fault-command.ts';
export { siteFile } from './site-file.ts';
export type { SiteFile } from './site-file.ts';
