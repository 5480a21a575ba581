/** What the shop knows of a product before anything is sold. */
export interface CatalogueEntry {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly glyph: string;
  readonly priceCents: number;
  /** Pieces on the shelf after a restock. */
  readonly fullStock: number;
}

/** The shop sells what a bridge or an engine room needs. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    id: 'compass',
    name: 'Dry card compass',
    text: 'Brass, gimballed, swings free.',
    glyph: '🧭',
    priceCents: 8900,
    fullStock: 60,
  },
  {
    id: 'lantern',
    name: 'Storm lantern',
    text: 'Burns twelve hours in any wind.',
    glyph: '🏮',
    priceCents: 3450,
    fullStock: 90,
  },
  {
    id: 'bell',
    name: 'Watch bell',
    text: 'Cast bronze, heard across the deck.',
    glyph: '🔔',
    priceCents: 12500,
    fullStock: 40,
  },
  {
    id: 'anchor',
    name: 'Folding anchor',
    text: 'Four flukes, two kilograms.',
    glyph: '⚓',
    priceCents: 5600,
    fullStock: 50,
  },
  {
    id: 'rope',
    name: 'Mooring line',
    text: 'Twenty metres, spliced eye.',
    glyph: '🪢',
    priceCents: 2890,
    fullStock: 120,
  },
  {
    id: 'glass',
    name: 'Spyglass',
    text: 'Three draws, eighteen times.',
    glyph: '🔭',
    priceCents: 15900,
    fullStock: 30,
  },
  {
    id: 'hourglass',
    name: 'Half-hour glass',
    text: 'For the watch that must not drift.',
    glyph: '⏳',
    priceCents: 4200,
    fullStock: 70,
  },
  {
    id: 'chart',
    name: 'Coastal chart',
    text: 'Soundings of this year.',
    glyph: '🗺️',
    priceCents: 1950,
    fullStock: 150,
  },
];

/** Ids of all products. */
export const PRODUCT_IDS: readonly string[] = CATALOGUE.map((entry) => entry.id);
