/** Something that is traded, as PostgreSQL knows it. */
export interface Instrument {
  readonly symbol: string;
  readonly name: string;
  readonly currency: string;
  /** Where its random walk begins, in hundredths of the currency. */
  readonly startCents: number;
}

/** All that is traded. */
export const INSTRUMENTS: readonly Instrument[] = [
  { symbol: 'ACME-USD', name: 'Acme Anvils', currency: 'USD', startCents: 12_040 },
  { symbol: 'BOLT-USD', name: 'Bolt Couriers', currency: 'USD', startCents: 3_315 },
  { symbol: 'CORK-EUR', name: 'Cork Marine', currency: 'EUR', startCents: 870 },
  { symbol: 'DOCK-EUR', name: 'Dockyard Tools', currency: 'EUR', startCents: 45_500 },
  { symbol: 'ETNA-EUR', name: 'Etna Heating', currency: 'EUR', startCents: 2_210 },
  { symbol: 'FLAX-USD', name: 'Flax Sails', currency: 'USD', startCents: 61_725 },
  { symbol: 'GALE-USD', name: 'Gale Wind Power', currency: 'USD', startCents: 9_090 },
  { symbol: 'HULL-EUR', name: 'Hull Insurance', currency: 'EUR', startCents: 17_650 },
];
