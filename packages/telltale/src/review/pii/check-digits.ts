/** Whether digits end in the check digit of Luhn, as card numbers do. */
export function hasLuhnDigit(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Whether the remainder of an account number is the one that ISO 13616 wants. */
export function isIban(text: string): boolean {
  const turned = `${text.slice(4)}${text.slice(0, 4)}`.toUpperCase();
  let remainder = 0;
  for (const letter of turned) {
    const value = Number.parseInt(letter, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
