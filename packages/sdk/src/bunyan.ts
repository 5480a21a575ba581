export { bunyanStream } from './logs/adapters/bunyan-stream.ts';
export type { BunyanStream } from './logs/adapters/bunyan-stream.ts';
