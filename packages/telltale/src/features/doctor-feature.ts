import { Readable } from 'node:stream';
import type { StationFeature, StationServer } from '@telltale/station';
import { permit } from '@telltale/station';
import type { DoctorRequest, DoctorTopicsResponse } from '@telltale/station/contract';
import type { GrafanaAddress } from '../doctor/patient.ts';
import { TOPICS } from '../doctor/topic-names.ts';

/** What {@link doctorFeature} takes. */
export interface DoctorFeatureOptions {
  /** Address of the station itself. */
  readonly url: string;
  /** The Alertmanager that is told in place of the receivers. */
  readonly alertmanager: string | undefined;
  readonly grafana: GrafanaAddress | undefined;
}

const PATH = '/api/telltale/doctor';
/** Examinations that go on at the same time; each asks much. */
const MAX_RUNNING = 4;
const MAX_TEXT = 2000;
const TEXT = { type: 'string', maxLength: MAX_TEXT } as const;
const SCHEMA = {
  type: 'object',
  required: ['topic'],
  properties: {
    topic: { enum: TOPICS },
    target: TEXT,
    metric: TEXT,
    alert: TEXT,
    dashboard: TEXT,
    service: TEXT,
    deliver: { type: 'boolean' },
  },
} as const;

/** `POST /api/telltale/doctor`: the steps of a ladder are tried, and each is answered as soon as it is known. */
export function doctorFeature(options: DoctorFeatureOptions): StationFeature {
  return { name: 'doctor', routes: (server) => registerRoutes(server, options) };
}

function registerRoutes(server: StationServer, options: DoctorFeatureOptions): void {
  const topics = TOPICS.filter((topic) => topic !== 'grafana' || options.grafana !== undefined);
  let running = 0;
  server.get(PATH, permit('view'), async (): Promise<DoctorTopicsResponse> => ({ topics }));
  server.post<{ Body: DoctorRequest }>(
    PATH,
    { schema: { body: SCHEMA }, ...permit('edit') },
    (request, reply) => {
      if (!topics.includes(request.body.topic)) {
        return reply.code(400).send({ error: 'no Grafana is configured: name it as station.openIn.grafana' });
      }
      if (running >= MAX_RUNNING) {
        return reply.code(409).send({ error: 'the doctor is busy: try again in a minute' });
      }
      running++;
      const lines = Readable.from(linesOf(request.body, options), { objectMode: false });
      lines.once('close', () => running--);
      return reply.type('application/x-ndjson').header('cache-control', 'no-store').send(lines);
    },
  );
}

/** Who goes away ends it after the step that is being tried. */
async function* linesOf(
  { topic, ...complaint }: DoctorRequest,
  { url, alertmanager, grafana }: DoctorFeatureOptions,
): AsyncGenerator<string> {
  // Nobody needs the ladders before.
  const [{ climb }, { createPatient }, { ladderOf }] = await Promise.all([
    import('../doctor/ladder.ts'),
    import('../doctor/patient.ts'),
    import('../doctor/topics.ts'),
  ]);
  // What the station knows of itself is asked anew by each examination.
  const patient = createPatient({ server: url, alertmanager, grafana, asksListedOnly: true });
  const ladder = ladderOf(topic, patient, complaint);
  for await (const line of climb(ladder)) yield `${JSON.stringify(line)}\n`;
}
