/**
 * A listener to what a library publishes, which is what it says. What goes wrong in it stays there: thrown into the
 * channel it would end the process.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export function guarded<Message>(listener: (message: Message) => void): (message: unknown) => void {
  return (message) => {
    try {
      listener(message as Message);
    } catch {}
  };
}
