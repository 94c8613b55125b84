import { CloseButton, Loader, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { Search } from 'lucide-react';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import classes from './lists.module.css';

interface SearchFieldProps {
  readonly label: string;
  /** By what entries are found, in words. */
  readonly hint: string;
  /** What is searched for, as the address has it. */
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** Whether the answer is on its way. */
  readonly isSearching: boolean;
  readonly maxLength: number;
}

/** How long somebody has to stop writing before it is searched, in milliseconds. */
const pauseMs = 300;

/** Searches while somebody writes, with each pause, and at once with the Enter key. */
export function SearchField({ label, hint, value, onChange, isSearching, maxLength }: SearchFieldProps) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const { entered, enter, send } = useEntered(value, onChange);
  const search = (event: FormEvent): void => {
    event.preventDefault();
    send(entered);
  };
  const clear = (): void => {
    send('');
    field.current?.focus();
  };
  return (
    <form onSubmit={search} className={classes['search']}>
      <TextInput
        ref={field}
        type="search"
        label={label}
        placeholder={hint}
        value={entered}
        onChange={(event) => enter(event.currentTarget.value)}
        maxLength={maxLength}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        leftSection={isSearching ? <Loader size={16} aria-hidden /> : <Search size={16} aria-hidden />}
        rightSection={entered !== '' && <CloseButton size="sm" aria-label={t('shared.clearSearch')} onClick={clear} />}
      />
    </form>
  );
}

/** What stands in the field: what is written there, until something else is searched for from elsewhere. */
function useEntered(value: string, onChange: (text: string) => void) {
  const [entered, setEntered] = useState(value);
  const [known, setKnown] = useState(value);
  const [sent, setSent] = useState(value);
  if (value !== known) {
    setKnown(value);
    // What comes back from the address later than somebody writes must take no letter away.
    if (value !== sent) {
      setSent(value);
      setEntered(value);
    }
  }
  const search = (text: string): void => {
    const wanted = text.trim();
    setSent(wanted);
    if (wanted !== value) onChange(wanted);
  };
  const later = useDebouncedCallback(search, pauseMs);
  const enter = (text: string): void => {
    setEntered(text);
    later(text);
  };
  const send = (text: string): void => {
    later.cancel();
    setEntered(text);
    search(text);
  };
  return { entered, enter, send };
}
