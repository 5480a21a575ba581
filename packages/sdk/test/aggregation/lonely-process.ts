import { answerQuestion } from './answer-questions.ts';
import { measuredService } from './measured-service.ts';

/* A process that is alone, asked by a test. */
const { ops } = measuredService();
ops.hit('/');
const own = {
  ...ops,
  loaded: () => {
    const loaded: unknown = Reflect.get(process, 'moduleLoadList');
    const names = Array.isArray(loaded) ? loaded.map(String) : ['the list of modules is missing'];
    return names.filter((name) => /NativeModule (cluster|worker_threads)$|is missing/.test(name));
  },
};
process.on('message', (message) => {
  void answerQuestion(message, own, (answer) => process.send?.(answer, () => undefined));
});
