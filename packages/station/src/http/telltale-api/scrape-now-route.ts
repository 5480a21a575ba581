import type { FastifyInstance } from 'fastify';
import type { ScrapeNowRequest, TargetView } from '../../contract.ts';
import type { ScrapeManager } from '../../scrape/scrape-manager.ts';
import { BadRequestError } from '../bad-request-error.ts';
import { checkedBody } from '../checked-body.ts';
import { permit } from '../../sign-in/permit.ts';

const TEXT = { type: 'string' } as const;
const SCHEMA = { type: 'object', required: ['job', 'url'], properties: { job: TEXT, url: TEXT } } as const;

/** `POST /api/telltale/targets/scrape`: a target is scraped between its times. */
export function registerScrapeNow(server: FastifyInstance, scrapes: ScrapeManager): void {
  server.post<{ Body: ScrapeNowRequest }>(
    '/api/telltale/targets/scrape',
    { ...checkedBody(SCHEMA), ...permit('edit') },
    async ({ body }): Promise<TargetView> => {
      const target = await scrapes.scrapeNow(body.job, body.url);
      if (target) return target;
      throw new BadRequestError(
        `no target of the job ${JSON.stringify(body.job)} has the address ${body.url}`,
      );
    },
  );
}
