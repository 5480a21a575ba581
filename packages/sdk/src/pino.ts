export { correlation, createTransport, pinoStream } from './logs/adapters/pino-stream.ts';
export type { PinoDestination } from './logs/adapters/pino-stream.ts';
// oxlint-disable-next-line import/no-default-export -- pino loads its transports this way
export { createTransport as default } from './logs/adapters/pino-stream.ts';
