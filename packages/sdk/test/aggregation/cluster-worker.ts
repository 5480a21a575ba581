import { answerQuestion } from './answer-questions.ts';
import { measuredService } from './measured-service.ts';

/*
 * A worker of `cluster-primary.ts`. It keeps the messages that are neither questions nor the SDK's: nothing of
 * the SDK may look like one of the application.
 */
const { ops } = measuredService(JSON.parse(process.argv[2] ?? '{}'));
const others: unknown[] = [];
const own = { ...ops, others: () => others, post: (message: object) => void process.send?.(message) };
process.on('message', (message: object) => {
  if ('op' in message && 'args' in message)
    void answerQuestion(message, own, (answer) => process.send?.(answer, () => undefined));
  else if (!('type' in message && message.type === 'telltale:metrics')) others.push(message);
});
