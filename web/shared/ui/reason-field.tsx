import { Textarea } from '@mantine/core';

interface ReasonFieldProps {
  readonly label: string;
  readonly description: string;
  readonly value: string;
  readonly onChange: (reason: string) => void;
}

/** The reason that a command needs; the dialog begins with it. */
export function ReasonField({ onChange, ...field }: ReasonFieldProps) {
  return (
    <Textarea
      {...field}
      onChange={(event) => onChange(event.currentTarget.value)}
      maxLength={2000}
      autosize
      minRows={2}
      required
      data-autofocus
    />
  );
}
