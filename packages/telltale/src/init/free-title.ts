/** A title that none of the others has: with a number where it is taken. */
export function freeTitle(title: string, taken: readonly { readonly title: string }[]): string {
  const isTaken = (candidate: string) => taken.some((one) => one.title === candidate);
  let number = 2;
  while (isTaken(number === 2 ? title : `${title} ${number - 1}`)) number++;
  return number === 2 ? title : `${title} ${number - 1}`;
}
