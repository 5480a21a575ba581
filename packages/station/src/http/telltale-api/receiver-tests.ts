import type { FastifyInstance } from 'fastify';
import { composeFor, testReceivers } from '@telltale/alerting';
import type { ReceiverTest, TestReceiversOptions } from '@telltale/alerting';
import { LabelSet } from '@telltale/model';
import type { Alerting } from '../../alerts/create-alerting.ts';
import type {
  MessagePreviewRequest,
  MessagePreviewResponse,
  ReceiverTestRequest,
  ReceiverTestResponse,
} from '../../contract.ts';
import { BadRequestError } from '../bad-request-error.ts';
import { checkedBody } from '../checked-body.ts';
import { permit } from '../../sign-in/permit.ts';

const TEXTS = { type: 'object', additionalProperties: { type: 'string' } } as const;
const TEST_SCHEMA = { type: 'object', properties: { receiver: { type: 'string' } } } as const;
const PREVIEW_SCHEMA = {
  type: 'object',
  required: ['labels', 'annotations'],
  properties: { labels: TEXTS, annotations: TEXTS, receiver: { type: 'string' } },
} as const;

/**
 * `POST /api/telltale/receivers/test` sends a test message to all receivers, or to one;
 * `POST /api/telltale/receivers/preview` tells what each would be sent of an alert.
 */
export function registerReceiverTests(
  server: FastifyInstance,
  { notifier, services }: Alerting,
  externalUrl: string,
  onTests: (tests: readonly ReceiverTest[]) => void,
): void {
  const optionsFor = (name: string | undefined): TestReceiversOptions => {
    const all = notifier.configuration.receivers;
    const receivers = name === undefined ? all : all.filter((receiver) => receiver.name === name);
    if (name !== undefined && receivers.length === 0) {
      const names = [...new Set(all.map((receiver) => receiver.name))].join(', ');
      throw new BadRequestError(
        `there is no receiver ${JSON.stringify(name)}; receivers: ${names || 'none'}`,
      );
    }
    return { receivers, services, externalUrl };
  };
  server.post<{ Body: ReceiverTestRequest }>(
    '/api/telltale/receivers/test',
    { ...checkedBody(TEST_SCHEMA), ...permit('edit') },
    async ({ body }): Promise<ReceiverTestResponse> => {
      const receivers = await testReceivers(optionsFor(body.receiver));
      onTests(receivers);
      return { receivers };
    },
  );
  server.post<{ Body: MessagePreviewRequest }>(
    '/api/telltale/receivers/preview',
    { ...checkedBody(PREVIEW_SCHEMA), ...permit('view') },
    async ({ body }): Promise<MessagePreviewResponse> => {
      const { labels, annotations, receiver } = body;
      return { messages: composeFor({ labels: LabelSet.of(labels), annotations }, optionsFor(receiver)) };
    },
  );
}
