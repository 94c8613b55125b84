import { useState } from 'react';

/** What was entered over stored values. */
export interface UnsavedChanges<Values extends object> {
  /** The stored values with what was entered. */
  readonly values: Values;
  readonly hasChanges: boolean;
  /** Whether other values were stored after the first entry was made. */
  readonly isOvertaken: boolean;
  readonly change: (changes: Partial<Values>) => void;
  readonly discard: () => void;
}

interface Entry<Values> {
  /** What was stored when the first entry was made. */
  readonly base: Values;
  readonly changes: Partial<Values>;
}

/**
 * Keeps what a person enters apart from what is stored: news of stored values reach the fields that were not touched, and
 * take nothing away that was entered.
 */
export function useUnsavedChanges<Values extends object>(stored: Values): UnsavedChanges<Values> {
  const [entry, setEntry] = useState<Entry<Values> | null>(null);
  return {
    values: { ...stored, ...entry?.changes },
    hasChanges: entry !== null,
    isOvertaken: entry !== null && !isSame(entry.base, stored),
    change: (changes) =>
      setEntry((before) => ({ base: before?.base ?? stored, changes: { ...before?.changes, ...changes } })),
    discard: () => setEntry(null),
  };
}

/** Values come out of JSON, each time with the same order of members. */
function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
