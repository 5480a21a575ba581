export type { Arrival } from './arrival.ts';
export { startReceivers } from './receivers.ts';
export type { Receivers } from './receivers.ts';
export { TELLTALE, stationProgram } from './station-program.ts';
export type { StationOptions } from './station-program.ts';
