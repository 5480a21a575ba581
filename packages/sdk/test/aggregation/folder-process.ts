import { answerQuestion } from './answer-questions.ts';
import { measuredService } from './measured-service.ts';

/* A process that shares a folder with others, asked by a test. Argument: options of the aggregation. */
const { ops } = measuredService(JSON.parse(process.argv[2] ?? '{}'));
process.on('message', (message) => {
  void answerQuestion(message, ops, (answer) => process.send?.(answer, () => undefined));
});
