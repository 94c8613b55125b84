import { NativeSelect } from '@mantine/core';

import classes from './lists.module.css';

interface ChoiceFieldProps<Choice extends string> {
  readonly label: string;
  readonly choices: readonly { readonly value: Choice; readonly label: string }[];
  readonly value: Choice;
  readonly onChange: (choice: Choice) => void;
}

/** What a list is narrowed to or sorted by; takes effect at once. */
export function ChoiceField<Choice extends string>({ label, choices, value, onChange }: ChoiceFieldProps<Choice>) {
  return (
    <NativeSelect
      label={label}
      className={classes['choice'] ?? ''}
      data={[...choices]}
      value={value}
      onChange={({ currentTarget }) => {
        const chosen = choices.find((choice) => choice.value === currentTarget.value);
        if (chosen) onChange(chosen.value);
      }}
    />
  );
}
