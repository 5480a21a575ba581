export { untilAborted } from './until-aborted.ts';
export { untilOk } from './until-ok.ts';
export { waitFor } from './wait-for.ts';
