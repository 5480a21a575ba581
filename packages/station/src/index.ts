export { createStation } from './station.ts';
export type { Station } from './station.ts';
export type { StationFeature, StationJob } from './feature.ts';
export type { StationSettings } from './settings.ts';
export { parseTargetAddress } from './discovery/static-targets.ts';
