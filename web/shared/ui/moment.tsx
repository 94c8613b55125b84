import { Text, Tooltip } from '@mantine/core';

import { useFormats } from './use-formats';

/** A moment as people say it; the exact one stands in the tooltip and for machines. */
export function Moment({ at }: { readonly at: string }) {
  const { relative, dateTime } = useFormats();
  return (
    <Tooltip label={dateTime(at)} events={{ hover: true, focus: true, touch: true }}>
      <Text component="time" dateTime={at} inherit>
        {relative(at)}
      </Text>
    </Tooltip>
  );
}
