/** In place of the rules about appeals, in a bundle that a test makes: rules that throw, as a defect of them would. */
export function appeal(): never {
  throw new TypeError('A defect of a rule about a command');
}

export function appealLapsed(): never {
  throw new TypeError('A defect of a rule about a fact');
}
