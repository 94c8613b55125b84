import { useSearchParams } from 'react-router';

/** A value that the address holds beside others, so that a link leads to the very list. What is empty does not stand in it. */
export function useAddressEntry(name: string): readonly [string, (value: string) => void] {
  const [query, setQuery] = useSearchParams();
  const change = (value: string): void =>
    setQuery(
      (known) => {
        const next = new URLSearchParams(known);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return [query.get(name) ?? '', change];
}

/** One of several values that the address holds; the first is meant where it says nothing, or nothing known. */
export function useAddressChoice<Choice extends string>(
  name: string,
  choices: readonly [Choice, ...Choice[]],
): readonly [Choice, (choice: Choice) => void] {
  const [entry, enter] = useAddressEntry(name);
  const [usual] = choices;
  const current = choices.find((choice) => choice === entry) ?? usual;
  return [current, (choice) => enter(choice === usual ? '' : choice)];
}
