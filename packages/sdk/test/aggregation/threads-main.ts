import { answerQuestion } from './answer-questions.ts';
import { askedThreads } from './asked-thread.ts';
import { measuredService } from './measured-service.ts';

/* A program with threads, asked by a test. */
const { ops } = measuredService();
const own = { ...ops, ...askedThreads() };
process.on('message', (message) => {
  void answerQuestion(message, own, (answer) => process.send?.(answer, () => undefined));
});
