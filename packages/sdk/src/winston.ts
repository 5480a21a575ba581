export { WinstonTransport, winstonTransport } from './logs/adapters/winston-transport.ts';
export type { WinstonTransportOptions } from './logs/adapters/winston-transport.ts';
