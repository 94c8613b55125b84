import { Text } from '@mantine/core';

import { useFormats } from './use-formats';

/** A moment as people say it; the exact one is there for whoever points at it, and for machines. */
export function Moment({ at }: { readonly at: string }) {
  const { relative, dateTime } = useFormats();
  return (
    <Text component="time" dateTime={at} title={dateTime(at)} inherit>
      {relative(at)}
    </Text>
  );
}
