import { createClient } from './client.ts';
import { createPace } from './pace.ts';
import { visitForever } from './visitor.ts';
import { waveRate } from './wave.ts';

/** As many requests are under way at once at most. */
const VISITORS = 25;

const port = Number(process.env.SHOP_PORT ?? 4480);
const pace = createPace(waveRate);
await Promise.all(Array.from({ length: VISITORS }, () => visitForever(createClient(port), pace)));
